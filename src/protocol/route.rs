//! Addresses. Four kinds of page need no router: the server reads the path, the browser keeps [`Route`] in its state.

use crate::domain::RoomId;

/// Which page an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Lobby,
    Room(RoomId),
    NotFound,
}

impl Route {
    /// The route of a path such as `/r/4fXq2Lw9`.
    pub fn parse(path: &str) -> Self {
        match path {
            "/" => Self::Lobby,
            _ => path.strip_prefix("/r/").and_then(RoomId::parse).map_or(Self::NotFound, Self::Room),
        }
    }

    /// The path of the route.
    pub fn path(&self) -> String {
        match self {
            Self::Lobby => "/".to_owned(),
            Self::Room(id) => format!("/r/{id}"),
            Self::NotFound => "/404".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_there_and_back() {
        for path in ["/", "/r/4fXq2Lw9"] {
            assert_eq!(Route::parse(path).path(), path);
        }
    }

    #[test]
    fn anything_else_is_not_found() {
        for path in ["/r/", "/r/a/b", "/r/%2e%2e", "/R/abc", "/r/한글", "", "//"] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path:?}");
        }
    }
}
