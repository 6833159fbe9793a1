//! A visitor's own page, and what the scripts of passkeys ask for.

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{
    Pages, language,
    visit::{fields, parameter, text, utc_offset},
};
use crate::{
    chat::{ALGORITHMS, Error, Purpose, Result, Site},
    domain::{AddressBlock, Guest, Refusal},
    protocol::{
        Look, Me, cookies,
        own::{ClaimOptions, OwnPage, ReturnOptions},
        room_settings::Outcome,
    },
};

/// `/me`, for guests and for strangers.
pub async fn page(state: State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    match show(&state, &uri, &headers).await {
        Ok(page) => Pages::personal((state.render.own)(page)),
        Err(error) => Pages::out_of_order(&error),
    }
}

/// `/me/return`, which is of no use to somebody who is here.
pub async fn come_back(state: State<Pages>, uri: Uri, headers: HeaderMap) -> Response {
    match show(&state, &uri, &headers).await {
        Ok(page) if page.me.is_some() => Pages::personal(Redirect::to("/me").into_response()),
        Ok(page) => Pages::personal((state.render.come_back)(page)),
        Err(error) => Pages::out_of_order(&error),
    }
}

/// For a guest's script: what to make a passkey of.
pub async fn claim_options(
    state: State<Pages>,
    site: Option<Extension<Site>>,
    from: Option<Extension<AddressBlock>>,
    headers: HeaderMap,
) -> Response {
    let options = async {
        let Extension(site) = site.ok_or(Refusal::BadRequest)?;
        let guest = state.guest(text(&headers, header::COOKIE)).await?.ok_or(Refusal::NicknameRequired)?;
        let challenge = state.chat.challenge(Purpose::Claim(guest.id.clone()), from.as_deref())?;
        let known = state.chat.passkeys(&guest).await?;
        Ok(ClaimOptions {
            challenge: challenge.reveal(),
            relying_party: site.relying_party().to_owned(),
            guest: BASE64_URL_SAFE_NO_PAD.encode(guest.id.as_str()),
            nickname: guest.nickname.to_string(),
            algorithms: &ALGORITHMS,
            known: known.iter().map(|passkey| passkey.id.to_string()).collect(),
        })
    };
    answer(options.await)
}

/// For a stranger's script: what a passkey is to sign.
pub async fn return_options(
    state: State<Pages>,
    site: Option<Extension<Site>>,
    from: Option<Extension<AddressBlock>>,
) -> Response {
    let options = || {
        let Extension(site) = site.ok_or(Refusal::BadRequest)?;
        let challenge = state.chat.challenge(Purpose::Return, from.as_deref())?;
        Ok(ReturnOptions { challenge: challenge.reveal(), relying_party: site.relying_party().to_owned() })
    };
    answer(options())
}

fn answer<T: serde::Serialize>(options: Result<T>) -> Response {
    let status = match options {
        Ok(options) => return ([(header::CACHE_CONTROL, "no-store")], Json(options)).into_response(),
        Err(Error::TooFast { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Err(Error::Refused(Refusal::NicknameRequired)) => StatusCode::UNAUTHORIZED,
        Err(Error::Refused(_)) => StatusCode::BAD_REQUEST,
        Err(error @ Error::House(_)) => {
            error.refusal();
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    status.into_response()
}

async fn show(pages: &Pages, uri: &Uri, headers: &HeaderMap) -> Result<OwnPage> {
    let cookie = text(headers, header::COOKIE);
    let guest = pages.guest(cookie).await?;
    let (passkeys, bells) = match &guest {
        Some(guest) => (pages.chat.passkeys(guest).await?, pages.chat.bells_of(guest).await?),
        None => Default::default(),
    };
    Ok(OwnPage {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
        look: Look::of(cookie),
        me: guest.as_ref().map(Me::from),
        passkeys,
        bells,
        push_key: pages.push_key.clone(),
        outcome: outcome(pages, guest.as_ref(), uri),
        is_farewell: cookie.is_some_and(|header| cookies::value(header, cookies::FAREWELL).is_some()),
    })
}

/// What came of the form that led here: that it was granted is told once, why not is in the address.
fn outcome(pages: &Pages, guest: Option<&Guest>, uri: &Uri) -> Option<Outcome> {
    if let Some(section) = guest.and_then(|guest| pages.chat.take_saved_own(guest)) {
        return Some(Outcome { section: section.to_owned(), ..Outcome::default() });
    }
    let refused = parameter(uri, "refused").and_then(|code| Refusal::from_code(&code))?;
    Some(Outcome {
        section: parameter(uri, "section")?,
        refused: Some(refused),
        retry_in: parameter(uri, "retry_in").and_then(|seconds| seconds.parse().ok()),
        fields: fields(uri, &["nickname"]),
        webhook: None,
    })
}
