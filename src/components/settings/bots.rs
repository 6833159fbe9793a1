use leptos::{either::Either, prelude::*, server_fn::ServerFn};

use super::{Desk, Section, field::Field};
use crate::{
    actions::{CreateBot, RevokeBot, SetWebhook},
    components::refusal_text::Concern,
    domain::{Handed, Secret, limits},
    i18n::{BotsTexts, Language},
    protocol::bot::{Bot, Webhook},
};

const SECTION: &str = "bots";

/// The room's bots: to make, to give a webhook, to take away.
#[component]
pub fn Bots(desk: Desk) -> impl IntoView {
    let settings = desk.settings.clone();
    let words = Language::from_tag(&settings.language).bots_texts();
    let has_place = settings.bots.len() < limits::BOTS;
    let row = |bot: &Bot| view! { <BotRow words desk=desk.clone() bot=bot.clone() /> };
    let rows = settings.bots.iter().map(row).collect_view();
    view! {
        <Section desk=desk.clone() id=SECTION title=words.title>
            <p>{words.intro} " " <a href="/api/docs">{words.documentation}</a></p>
            {settings.handed.clone().map(|handed| view! { <Revealed words handed /> })}
            {settings.bots.is_empty().then(|| view! { <p class="field-hint">{words.none}</p> })}
            <ul class="bot-list">{rows}</ul>
            {match has_place {
                true => Either::Left(view! { <NewBot words desk=desk.clone() /> }),
                false => Either::Right(view! { <p class="field-hint">{words.full}</p> }),
            }}
        </Section>
    }
}

/// A secret, this once.
#[component]
fn Revealed(words: &'static BotsTexts, handed: Handed) -> impl IntoView {
    let (label, secret) = match handed.secret {
        Secret::Token(token) => (words.token_of, token),
        Secret::Webhook(secret) => (words.secret_of, secret),
    };
    view! {
        <div class="bot-secret" role="status">
            <label class="field-label" for="bot-secret">
                <bdi>{handed.nickname.to_string()}</bdi>
                " · "
                {label}
            </label>
            // In one line however narrow the page is, and with the focus: one key selects the whole of it.
            <input
                class="field"
                id="bot-secret"
                readonly
                autofocus
                autocomplete="off"
                spellcheck="false"
                value=secret.to_string()
                aria-describedby="bot-secret-hint"
            />
            <p class="field-hint" id="bot-secret-hint">
                {words.only_now}
            </p>
        </div>
    }
}

#[component]
fn BotRow(words: &'static BotsTexts, desk: Desk, bot: Bot) -> impl IntoView {
    let (room_id, id) = (desk.room_id(), bot.id.to_string());
    let field = format!("webhook-{id}");
    let url = bot.webhook.as_ref().map(|webhook| webhook.url.to_string());
    let refused = desk.settings.outcome_of(SECTION).and_then(|outcome| outcome.webhook.clone());
    let refused = refused.filter(|(of, _)| *of == bot.id).map(|(_, url)| url);
    let refusal = refused.as_ref().and_then(|_| desk.refusal(SECTION, Concern::Webhook));
    let is_refused = refusal.is_some();
    let hidden = || {
        view! {
            <input type="hidden" name="room_id" value=room_id.clone() />
            <input type="hidden" name="bot_id" value=id.clone() />
        }
    };
    let remove = url.is_some().then(|| {
        view! {
            <form method="post" action=SetWebhook::PATH>
                {hidden()}
                <button class="small-button">{words.remove_webhook}</button>
            </form>
        }
    });
    view! {
        <li class="bot">
            <h3>
                <bdi>{bot.nickname.to_string()}</bdi>
            </h3>
            <form class="settings-form" method="post" action=SetWebhook::PATH>
                {hidden()}
                <div class="field-group">
                    <label class="field-label" for=field.clone()>
                        {words.webhook}
                    </label>
                    <input
                        class="field"
                        id=field.clone()
                        name="url"
                        type="url"
                        required=true
                        maxlength=limits::WEBHOOK_BYTES.to_string()
                        placeholder="https://"
                        value=refused.or(url)
                        aria-invalid=is_refused.to_string()
                        aria-describedby=format!("{field}-hint {field}-refusal")
                    />
                    <p class="field-hint" id=format!("{field}-hint")>
                        {words.webhook_hint}
                    </p>
                    <p class="refusal" id=format!("{field}-refusal") role="alert">
                        {refusal}
                    </p>
                </div>
                {bot.webhook.map(|webhook| view! { <Health words webhook /> })}
                <button class="small-button">{words.set_webhook}</button>
            </form>
            {remove}
            <details class="settings-confirm">
                <summary>{words.revoke}</summary>
                <form method="post" action=RevokeBot::PATH>
                    {hidden()} <p class="field-hint">{words.revoke_hint}</p>
                    <button class="small-button">{words.revoke}</button>
                </form>
            </details>
        </li>
    }
}

/// Whether a webhook takes what it is told, and if not, why.
#[component]
fn Health(words: &'static BotsTexts, webhook: Webhook) -> impl IntoView {
    let state = match &webhook {
        Webhook { off_at: Some(_), .. } => words.is_off,
        Webhook { failing_since: Some(_), .. } => words.is_failing,
        Webhook { delivered_at: None, .. } => words.is_new,
        _ => words.is_well,
    };
    view! {
        <p>
            {state} " "
            {webhook.problem.map(|code| (words.problem)(&code))}
        </p>
    }
}

#[component]
fn NewBot(words: &'static BotsTexts, desk: Desk) -> impl IntoView {
    let typed = desk.value(SECTION, "bot_name", String::new());
    let refusal = desk.refusal(SECTION, Concern::Nickname);
    let field = |described_by, invalid| {
        view! {
            <input
                class="field"
                id="bot-name"
                name="bot_name"
                required=true
                autocomplete="off"
                maxlength=limits::NICKNAME.bytes.to_string()
                value=typed
                aria-invalid=invalid
                aria-describedby=described_by
            />
        }
        .into_any()
    };
    view! {
        <form class="settings-form new-bot" method="post" action=CreateBot::PATH>
            <input type="hidden" name="room_id" value=desk.room_id() />
            <Field id="bot-name" label=words.name refusal input=field />
            <button class="button">{words.add}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{GuestId, Refusal, RoomId},
        protocol::{
            Room,
            room_settings::{Outcome, RoomSettings},
            snapshot::Fields,
        },
    };

    fn section(webhook: Option<Webhook>, handed: Option<Handed>, refused: Option<Refusal>) -> String {
        let bot = Bot { id: GuestId::new("b"), nickname: "<메아리>".into(), created_at: 0, webhook };
        let outcome = Outcome {
            section: SECTION.into(),
            refused,
            retry_in: None,
            webhook: (refused == Some(Refusal::WebhookPrivate)).then(|| (GuestId::new("b"), "http://10.0.0.1/".into())),
            fields: Fields::new([("bot_name", "메아리".into())]),
        };
        let settings = RoomSettings {
            language: "ko".into(),
            now: 0,
            utc_offset: 0,
            room: Room {
                id: RoomId::new("r"),
                name: "수다".into(),
                topic: "".into(),
                members: 0,
                owner_id: GuestId::new("o"),
                created_at: 0,
                last_activity_at: 0,
                last_seq: 0,
                locked: false,
                unlisted: false,
                capacity: None,
                expires_at: None,
            },
            announces: false,
            people: Vec::new(),
            asked_for: None,
            kicked: Vec::new(),
            bots: vec![bot],
            handed,
            outcome: refused.map(|_| outcome),
        };
        Owner::new().with(|| view! { <Bots desk=Desk::new(settings) /> }.to_html())
    }

    #[test]
    fn shows_each_bot_with_its_forms_and_no_markup_of_its_name() {
        let html = section(None, None, None);
        for needed in ["&lt;메아리&gt;", "/do/create-bot", "/do/revoke-bot", "/do/set-webhook", "value=\"b\""] {
            assert!(html.contains(needed), "{needed} in {html}");
        }
        assert!(!html.contains("bot-secret") && !html.contains(KO.remove_webhook), "{html}");
    }

    const KO: &BotsTexts = Language::Korean.bots_texts();

    #[test]
    fn shows_a_secret_where_there_is_one() {
        let token = Secret::Token("sbt_secret".into());
        let html = section(None, Some(Handed { nickname: "메아리".into(), secret: token }), None);
        assert!(
            html.contains("readonly") && html.contains("value=\"sbt_secret\"") && html.contains(KO.only_now),
            "{html}"
        );
    }

    #[test]
    fn says_why_nothing_arrives_and_why_a_form_was_refused() {
        let mut webhook = Webhook {
            url: "https://bot.example/".into(),
            rev: 1,
            delivered_at: None,
            failing_since: Some(1),
            problem: Some("status_502".into()),
            off_at: None,
        };
        let html = section(Some(webhook.clone()), None, Some(Refusal::TooManyBots));
        for needed in [KO.is_failing, "502(으)로", KO.remove_webhook, "10개까지", "https://bot.example/"] {
            assert!(html.contains(needed), "{needed} in {html}");
        }
        webhook.off_at = Some(2);
        assert!(section(Some(webhook), None, None).contains(KO.is_off));
    }

    #[test]
    fn says_that_all_is_well_only_when_something_was_taken() {
        let mut webhook = Webhook {
            url: "https://bot.example/".into(),
            rev: 1,
            delivered_at: None,
            failing_since: None,
            problem: None,
            off_at: None,
        };
        assert!(section(Some(webhook.clone()), None, None).contains(KO.is_new));
        webhook.delivered_at = Some(1);
        let html = section(Some(webhook), None, None);
        assert!(html.contains(KO.is_well) && !html.contains(KO.is_new), "{html}");
    }

    #[test]
    fn gives_a_refused_address_back_and_says_why_beside_it() {
        let html = section(None, None, Some(Refusal::WebhookPrivate));
        let why = (Language::Korean.texts().refusal)(Refusal::WebhookPrivate);
        assert!(html.contains("value=\"http://10.0.0.1/\"") && html.contains("aria-invalid=\"true\""), "{html}");
        assert_eq!(html.matches(why).count(), 1, "{html}");
    }

    #[test]
    fn gives_a_refused_name_back_and_says_why_beside_it() {
        let html = section(None, None, Some(Refusal::NicknameTaken));
        let taken = (Language::Korean.texts().refusal)(Refusal::NicknameTaken);
        assert!(html.contains("value=\"메아리\"") && html.contains("aria-invalid=\"true\""), "{html}");
        assert_eq!(html.matches(taken).count(), 1, "{html}");
    }
}
