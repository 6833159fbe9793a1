//! What the page says about the API, read from its OpenAPI document.

use serde_json::{Map, Value};

/// One request.
pub struct Operation {
    /// `GET`, `POST`…
    pub method: String,
    pub path: String,
    pub summary: String,
    pub about: String,
    pub parameters: Vec<Field>,
    /// The shape of the body, if it has one.
    pub body: Option<String>,
    pub answers: Vec<Answer>,
}

/// What comes back, by status.
pub struct Answer {
    pub status: String,
    pub about: String,
    pub kind: String,
}

/// A shape that bodies and answers have.
pub struct Shape {
    pub name: String,
    pub about: String,
    pub fields: Vec<Field>,
}

/// A parameter, or a field of a shape.
pub struct Field {
    pub name: String,
    pub kind: String,
    pub about: String,
    pub is_optional: bool,
}

pub fn operations(document: &Value) -> Vec<Operation> {
    let paths = entries(&document["paths"]);
    let operations =
        paths.flat_map(|(path, methods)| entries(methods).map(move |(method, about)| (path, method, about)));
    operations.map(|(path, method, about)| operation(path, method, about)).collect()
}

fn operation(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let answers = entries(&operation["responses"]);
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        about: text(&operation["description"]),
        parameters: parameters
            .map(|parameter| Field {
                name: parameter["name"].as_str().unwrap_or_default().to_owned(),
                kind: kind(&parameter["schema"]),
                about: text(&parameter["description"]),
                is_optional: parameter["required"] != true,
            })
            .collect(),
        body: operation["requestBody"].is_object().then(|| kind(body(&operation["requestBody"]))),
        answers: answers
            .map(|(status, answer)| Answer {
                status: status.clone(),
                about: text(&answer["description"]),
                kind: kind(body(answer)),
            })
            .collect(),
    }
}

/// The shapes that have fields; the others are told where they are used.
pub fn shapes(document: &Value) -> Vec<Shape> {
    let schemas = entries(&document["components"]["schemas"]);
    let with_fields = schemas.filter(|(_, schema)| schema["properties"].is_object());
    with_fields.map(|(name, schema)| shape(name, schema, document)).collect()
}

fn shape(name: &str, schema: &Value, document: &Value) -> Shape {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let fields = entries(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        kind: kind(field),
        about: field_about(field, document),
        is_optional: !required.iter().any(|needed| needed == name),
    });
    Shape { name: name.to_owned(), about: text(&schema["description"]), fields: fields.collect() }
}

/// What a field says about itself, else what its kind does when that is told nowhere else.
fn field_about(field: &Value, document: &Value) -> String {
    let own = text(&field["description"]);
    let named = field["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
    match named {
        Some(schema) if own.is_empty() && !schema["properties"].is_object() => text(&schema["description"]),
        _ => own,
    }
}

fn body(of: &Value) -> &Value {
    &of["content"]["application/json"]["schema"]
}

/// `string`, `integer`, `Message`, `[Message]`.
fn kind(schema: &Value) -> String {
    let name = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next());
    // Beside it stands `null`, which only says again that it may be left out.
    let first = |kinds: &Value| kinds.as_array().and_then(|kinds| kinds.first()?.as_str().map(str::to_owned));
    match (name, &schema["type"]) {
        (Some(name), _) => name.to_owned(),
        (None, Value::String(known)) if known == "array" => format!("[{}]", kind(&schema["items"])),
        (None, Value::String(known)) => known.clone(),
        (None, kinds) => first(kinds).unwrap_or_default(),
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flat_map(Map::iter)
}

/// Line breaks in it are those of the source.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('\n', " ")
}
