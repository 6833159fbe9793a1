//! Going from page to page without loading them: links and the browser's history, taken over while the page is live.
//!
//! A page that was never live lets the browser do what it does with any link, so nothing is lost but speed.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent};

use super::{route::Route, soon::listen, state::Input, store::ChatStore};

/// Listens to clicks and to the browser's history for as long as the page is open.
pub fn take_over(store: ChatStore) {
    forget_refusal();
    listen("click", move |event| {
        if store.is_live()
            && let Some(route) = event.dyn_ref().and_then(target)
        {
            event.prevent_default();
            store.go(route);
        }
    });
    listen("popstate", move |_| match here() {
        // A link within the page, such as the skip link.
        route if store.peek(|state| state.route == route) => {}
        // Not a page of this client, though the address was shown by it: only the server knows.
        route if route == Route::NotFound || !store.has(&route) => {
            let _ = window().location().reload();
        }
        route => store.apply(Input::Went(route)),
    });
}

/// The page that a click leads to, when it is a plain click on a link to one of ours.
fn target(event: &MouseEvent) -> Option<Route> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented();
    let clicked = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = clicked.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let ours = link.origin() == window().location().origin().ok()?
        && matches!(link.target().as_str(), "" | "_self")
        && !link.has_attribute("download")
        && link.search().is_empty()
        && link.hash().is_empty();
    let route = Route::parse(&link.pathname());
    (plain && ours && route != Route::NotFound).then_some(route)
}

/// A form that the server refused led here with the reason in the address. It is shown now, and is none any more when
/// the page is loaded again.
fn forget_refusal() {
    let (location, history) = (window().location(), window().history());
    if let (Ok(query), Ok(path), Ok(history)) = (location.search(), location.pathname(), history)
        && !query.is_empty()
    {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

fn here() -> Route {
    window().location().pathname().map_or(Route::NotFound, |path| Route::parse(&path))
}
