//! Joins the app to the routes.

use std::sync::Arc;

use axum::response::IntoResponse;

use crate::http::{Render, assets::AssetUrls};

pub(super) fn with(_assets: AssetUrls) -> Render {
    Arc::new(|snapshot, _request| Box::pin(async move { axum::Json(snapshot).into_response() }))
}
