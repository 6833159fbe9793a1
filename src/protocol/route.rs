//! Addresses. Four kinds of page need no router: the server reads the path, the browser keeps [`Route`] in its state.

use crate::domain::{RoomId, Space};

/// Which page an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The lobby of `main`.
    Lobby,
    /// The lobby of another space.
    Space(Space),
    Room(RoomId),
    NotFound,
}

impl Route {
    /// The route of a path such as `/r/4fXq2Lw9`.
    pub fn parse(path: &str) -> Self {
        match path {
            "/" => Self::Lobby,
            _ => match (path.strip_prefix("/r/"), path.strip_prefix("/s/")) {
                (Some(id), _) => RoomId::parse(id).map_or(Self::NotFound, Self::Room),
                (_, Some(name)) if name != "main" => Space::parse(name).map_or(Self::NotFound, Self::Space),
                _ => Self::NotFound,
            },
        }
    }

    /// The lobby of a space.
    pub fn lobby(space: &Space) -> Self {
        if *space == Space::main() { Self::Lobby } else { Self::Space(space.clone()) }
    }

    /// The path of the route.
    pub fn path(&self) -> String {
        match self {
            Self::Lobby => "/".to_owned(),
            Self::Space(space) => format!("/s/{space}"),
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
        for path in ["/", "/r/4fXq2Lw9", "/s/anonymous"] {
            assert_eq!(Route::parse(path).path(), path);
        }
    }

    #[test]
    fn anything_else_is_not_found() {
        for path in ["/r/", "/r/a/b", "/r/%2e%2e", "/R/abc", "/r/한글", "", "//", "/s/", "/s/main", "/s/Main", "/s/a/b"]
        {
            assert_eq!(Route::parse(path), Route::NotFound, "{path:?}");
        }
    }
}
