//! Documents that are no part of the app: rendered on the server and left as they are. They cost the page's program
//! nothing.

use leptos::{prelude::*, server_fn::ServerFn, tachys::view::RenderHtml};

use super::document::Head;
use crate::{
    actions::ChooseLanguage,
    components::{Brand, ui::Ui},
    i18n::Language,
    protocol::Look,
};

/// The HTML text of a view that is rendered once and at once.
pub fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// A document with the house's header. `back` is the path at which it is, and `head` what its head has besides.
#[component]
pub fn Apart<H: IntoView + 'static>(
    language: Language,
    look: Look,
    title: &'static str,
    back: String,
    head: H,
    children: Children,
) -> impl IntoView {
    let texts = language.texts();
    Ui::of_language(language).provide();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir="ltr" data-theme=look.theme_attribute() data-size=look.size_attribute()>
            <Head title=[title, " · ", texts.house].concat() look texts>
                {head}
            </Head>
            <body>
                <nav aria-label=texts.skip>
                    <a class="skip-link" href="#main">
                        {texts.skip_to_content}
                    </a>
                </nav>
                <header class="house-header">
                    <Brand />
                    <Languages current=language back />
                </header>
                <main class="main" id="main">
                    {children()}
                </main>
            </body>
        </html>
    }
}

/// As the app's own switch, which leads back to a route of the app.
#[component]
fn Languages(current: Language, back: String) -> impl IntoView {
    let others = Language::ALL.into_iter().filter(|language| *language != current);
    view! {
        <form class="language-switch" method="post" action=ChooseLanguage::PATH aria-label=current.texts().language>
            <input type="hidden" name="back" value=back />
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
