//! The API's description, made from the code that serves it.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        self, ComponentsBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// The OpenAPI document of this build.
pub fn document() -> openapi::OpenApi {
    Described::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sarangbang",
        description = "What bots do by HTTP. Live events come over Socket.IO or a webhook: see docs/PROTOCOL.md.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(super::room, super::messages, super::send_message),
    components(schemas(super::refused::Problem)),
    modifiers(&Token)
)]
struct Described;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let about = "A bot's token, `sbt_…`: the owner of a room makes one on the page of the room's settings.";
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about)).build();
        let components = ComponentsBuilder::from(document.components.take().unwrap_or_default());
        document.components = Some(components.security_scheme("bot", SecurityScheme::Http(scheme)).build());
    }
}
