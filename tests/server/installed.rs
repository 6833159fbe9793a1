//! The house as an app on a home screen.

use serde_json::Value;

use super::{house::House, http};

#[tokio::test]
async fn the_manifest_is_in_the_visitors_language() {
    let house = House::open().await;
    for (headers, lang, name) in [
        ([("accept-language", "ko-KR,en;q=0.5"), ("accept", "*/*")], "ko", "사랑방"),
        ([("accept-language", "en"), ("accept", "*/*")], "en", "Sarangbang"),
        ([("accept-language", "en"), ("cookie", "language=ko")], "ko", "사랑방"),
    ] {
        let answer = http::get(house.address, "/manifest.webmanifest", &headers).await;
        assert_eq!(answer.header("content-type"), Some("application/manifest+json"));
        let manifest: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!((manifest["lang"].as_str(), manifest["name"].as_str()), (Some(lang), Some(name)));
        assert_eq!(
            (&manifest["id"], &manifest["start_url"], &manifest["scope"]),
            (&"/".into(), &"/".into(), &"/".into())
        );
        assert_eq!(manifest["display"], "standalone");
    }
}

#[tokio::test]
async fn every_icon_of_the_manifest_is_there_in_its_size() {
    let house = House::open().await;
    let answer = http::get(house.address, "/manifest.webmanifest", &[]).await;
    let manifest: Value = serde_json::from_str(&answer.body).expect("JSON");
    let icons = manifest["icons"].as_array().expect("icons");
    let purposes: Vec<_> = icons.iter().filter_map(|icon| icon["purpose"].as_str()).collect();
    assert_eq!(purposes, ["any", "any", "maskable"]);
    for icon in icons {
        let file = format!("{}/public{}", env!("CARGO_MANIFEST_DIR"), icon["src"].as_str().expect("a path"));
        let (width, height) = image::image_dimensions(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(icon["sizes"], format!("{width}x{height}"), "{file}");
    }
}

#[tokio::test]
async fn the_page_for_when_the_house_cannot_be_reached_needs_no_script_and_names_nobody() {
    let house = House::open().await;
    for (language, title) in [("ko", "사랑방에 닿지 않습니다"), ("en", "The house cannot be reached")] {
        let answer = http::get(house.address, "/offline", &[("accept-language", language)]).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains(&format!("<h1 class=\"page-title\">{title}</h1>")), "{}", answer.body);
        assert!(answer.body.contains(r#"<a href="" class="button">"#), "a link to where somebody wanted to be");
        assert!(!answer.body.contains("<script") && !answer.body.contains("<form"));
    }
}
