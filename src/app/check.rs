//! The document of the page `/check`. It is no part of the app: it has a small script of its own instead of the page's
//! program, so that it also works where that does not, and costs the other pages nothing.

use leptos::{prelude::*, server_fn::ServerFn, tachys::view::RenderHtml};

use super::document::{Assets, Head};
use crate::{
    actions::ChooseLanguage,
    components::{Brand, ui::Ui},
    i18n::{CheckTexts, Language, Texts},
    pages::Check,
};

/// The document as HTML text. `nonce` is the one that the response's CSP header names.
pub fn render_check(language: &str, assets: &Assets, nonce: &str) -> String {
    let language = Language::from_tag(language);
    let (assets, nonce) = (assets.clone(), nonce.to_owned());
    let owner = Owner::new();
    let html = owner.with(|| view! { <CheckShell language assets nonce /> }.to_html());
    owner.unset_with_forced_cleanup();
    html
}

#[component]
fn CheckShell(language: Language, assets: Assets, nonce: String) -> impl IntoView {
    let (texts, check_texts) = (language.texts(), language.check_texts());
    Ui::of_language(language).provide();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir="ltr">
            <Head title=title(texts, check_texts) texts>
                <link rel="stylesheet" href=assets.css />
                <script type="module" nonce=nonce src=assets.check></script>
            </Head>
            <body>
                <nav aria-label=texts.skip>
                    <a class="skip-link" href="#main">
                        {texts.skip_to_content}
                    </a>
                </nav>
                <header class="house-header">
                    <Brand />
                    <Languages current=language />
                </header>
                <main class="main" id="main">
                    <Check texts=check_texts />
                </main>
            </body>
        </html>
    }
}

fn title(texts: &Texts, check_texts: &CheckTexts) -> String {
    [check_texts.title, " · ", texts.house].concat()
}

/// As the app's own switch, which leads back to a route of the app.
#[component]
fn Languages(current: Language) -> impl IntoView {
    let others = Language::ALL.into_iter().filter(|language| *language != current);
    view! {
        <form class="language-switch" method="post" action=ChooseLanguage::PATH aria-label=current.texts().language>
            <input type="hidden" name="back" value="/check" />
            {others
                .map(|language| {
                    view! {
                        <button class="quiet-button" name="language" value=language.tag() lang=language.tag()>
                            {language.name()}
                        </button>
                    }
                })
                .collect_view()}
        </form>
    }
}
