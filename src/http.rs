//! HTTP: routes, cookies, Origin and CSP, health, and the embedded site.

pub mod assets;
