//! The document of the page `/api/docs`: rendered on the server and left as it is, without any script.

use leptos::{prelude::*, server_fn::ServerFn, tachys::view::RenderHtml};
use serde_json::Value;

use super::document::{Assets, Head};
use crate::{
    actions::ChooseLanguage,
    components::{Brand, ui::Ui},
    i18n::Language,
    pages::ApiDocs,
};

/// The document as HTML text, of what the API's OpenAPI document says.
pub fn render_api_docs(language: &str, document: Value, assets: &Assets) -> String {
    let (language, css) = (Language::from_tag(language), assets.css.clone());
    let owner = Owner::new();
    let html = owner.with(|| view! { <ApiShell language css document /> }.to_html());
    owner.unset_with_forced_cleanup();
    html
}

#[component]
fn ApiShell(language: Language, css: String, document: Value) -> impl IntoView {
    let (texts, words) = (language.texts(), language.api_texts());
    Ui::of_language(language).provide();
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir="ltr">
            <Head title=[words.title, " · ", texts.house].concat() texts>
                <link rel="stylesheet" href=css />
            </Head>
            <body>
                <nav aria-label=texts.skip>
                    <a class="skip-link" href="#main">
                        {texts.skip_to_content}
                    </a>
                </nav>
                <header class="house-header">
                    <Brand />
                    <form
                        class="language-switch"
                        method="post"
                        action=ChooseLanguage::PATH
                        aria-label=texts.language
                    >
                        <input type="hidden" name="back" value="/api/docs" />
                        {others
                            .map(|other| {
                                view! {
                                    <button
                                        class="quiet-button"
                                        name="language"
                                        value=other.tag()
                                        lang=other.tag()
                                    >
                                        {other.name()}
                                    </button>
                                }
                            })
                            .collect_view()}
                    </form>
                </header>
                <main class="main" id="main">
                    <ApiDocs texts=words document />
                </main>
            </body>
        </html>
    }
}
