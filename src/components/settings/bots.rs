use leptos::{prelude::*, server_fn::ServerFn};

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
    let row = |bot: &Bot| view! { <BotRow words room_id=desk.room_id() bot=bot.clone() /> };
    let rows = settings.bots.iter().map(row).collect_view();
    view! {
        <Section desk=desk.clone() id=SECTION title=words.title>
            <p>{words.intro} " " <a href="/api/docs">{words.documentation}</a></p>
            {settings.handed.clone().map(|handed| view! { <Revealed words handed /> })}
            {settings.bots.is_empty().then(|| view! { <p class="field-hint">{words.none}</p> })}
            <ul class="bot-list">{rows}</ul>
            {has_place.then(|| view! { <NewBot words desk=desk.clone() /> })}
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
            <p>
                <bdi>{handed.nickname.to_string()}</bdi>
                " · "
                {label}
            </p>
            <code>{secret.to_string()}</code>
            <p class="field-hint">{words.only_now}</p>
        </div>
    }
}

#[component]
fn BotRow(words: &'static BotsTexts, room_id: String, bot: Bot) -> impl IntoView {
    let id = bot.id.to_string();
    let field = format!("webhook-{id}");
    let url = bot.webhook.as_ref().map(|webhook| webhook.url.to_string());
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
                    <label for=field.clone()>{words.webhook}</label>
                    <input
                        class="field"
                        id=field.clone()
                        name="url"
                        type="url"
                        required=true
                        maxlength=limits::WEBHOOK_BYTES.to_string()
                        placeholder="https://"
                        value=url
                        aria-describedby=format!("{field}-hint")
                    />
                    <p class="field-hint" id=format!("{field}-hint")>
                        {words.webhook_hint}
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
        _ => words.is_well,
    };
    view! {
        <p>
            {state} " "
            {webhook.problem.map(|problem| view! { <span lang="en">{problem.to_string()}</span> })}
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
        <form class="settings-form" method="post" action=CreateBot::PATH>
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
                locked: false,
                unlisted: false,
                capacity: None,
                expires_at: None,
            },
            announces: false,
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
        assert!(html.contains("<code>sbt_secret</code>") && html.contains(KO.only_now), "{html}");
    }

    #[test]
    fn says_why_nothing_arrives_and_why_a_form_was_refused() {
        let mut webhook = Webhook {
            url: "https://bot.example/".into(),
            rev: 1,
            failing_since: Some(1),
            problem: Some("the answer was 502".into()),
            off_at: None,
        };
        let html = section(Some(webhook.clone()), None, Some(Refusal::TooManyBots));
        for needed in [KO.is_failing, "the answer was 502", KO.remove_webhook, "10개까지", "https://bot.example/"] {
            assert!(html.contains(needed), "{needed} in {html}");
        }
        webhook.off_at = Some(2);
        assert!(section(Some(webhook), None, None).contains(KO.is_off));
    }

    #[test]
    fn gives_a_refused_name_back_and_says_why_beside_it() {
        let html = section(None, None, Some(Refusal::NicknameTaken));
        let taken = (Language::Korean.texts().refusal)(Refusal::NicknameTaken);
        assert!(html.contains("value=\"메아리\"") && html.contains("aria-invalid=\"true\""), "{html}");
        assert_eq!(html.matches(taken).count(), 1, "{html}");
    }
}
