//! Laying the sources of settings over each other.

use std::{fs, io, path::Path};

use toml::{Table, Value};

use super::Settings;

/// The prefix of environment variables.
const PREFIX: &str = "SARANGBANG_";

/// What is wrong with the settings, in one line.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("cannot read the settings file {path}: {cause}")]
    File { path: String, cause: io::Error },
    #[error("{origin}: {problem}")]
    Wrong { origin: String, problem: String },
}

impl SettingsError {
    pub(super) fn invalid(name: &str, problem: &str) -> Self {
        Self::Wrong { origin: name.to_owned(), problem: problem.to_owned() }
    }

    fn toml(origin: &str, error: &toml::de::Error) -> Self {
        // The library's display draws the place over several lines; operators get one.
        let problem = error.message().replace('\n', " ");
        Self::Wrong { origin: origin.to_owned(), problem }
    }
}

pub(super) fn read(path: &Path) -> Result<Table, SettingsError> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|cause| SettingsError::File { path: name.clone(), cause })?;
    let line = |error: &toml::de::Error| error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
    // Read into the settings themselves first, so that a mistake is told with its line.
    toml::from_str::<Settings>(&text)
        .map_err(|error| SettingsError::toml(&format!("{name}, line {}", line(&error)), &error))?;
    toml::from_str(&text).map_err(|error| SettingsError::toml(&name, &error))
}

pub(super) fn read_if_there(path: &Path) -> Result<Option<Table>, SettingsError> {
    match read(path) {
        Err(SettingsError::File { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        table => table.map(Some),
    }
}

/// Defaults, then the file, then the environment. What is wrong in one of them is left out, and told in `problems`.
pub(super) fn merge(
    file: Option<Table>,
    environment: impl Iterator<Item = (String, String)>,
    problems: &mut Vec<SettingsError>,
) -> Settings {
    let mut merged = Table::try_from(Settings::default()).expect("the defaults are TOML");
    // The file was read into the settings by itself, so it fits.
    lay_over(&mut merged, file.unwrap_or_default());
    for (variable, text) in environment {
        if let Some(name) = variable.strip_prefix(PREFIX).filter(|name| !is_service_link(name)) {
            problems.extend(set(&mut merged, &variable, &name.to_ascii_lowercase(), &text).err());
        }
    }
    merged.try_into().expect("each layer was tried")
}

/// Kubernetes tells every container of a service's address, in variables that begin with the service's name: ours, if
/// the operator called it `sarangbang`.
fn is_service_link(name: &str) -> bool {
    name.starts_with("SERVICE_HOST") || name.starts_with("SERVICE_PORT") || name == "PORT" || name.starts_with("PORT_")
}

/// Sets one setting as a variable wants it, if it then still is one.
fn set(merged: &mut Table, variable: &str, name: &str, text: &str) -> Result<(), SettingsError> {
    let mut changed = merged.clone();
    let place = find(&mut changed, name).ok_or_else(|| SettingsError::invalid(variable, "is no setting"))?;
    *place = parse(text, place).ok_or_else(|| {
        SettingsError::invalid(variable, &format!("cannot be \"{text}\"; a value such as {place} is expected"))
    })?;
    changed.clone().try_into::<Settings>().map_err(|error| SettingsError::toml(variable, &error))?;
    *merged = changed;
    Ok(())
}

fn lay_over(base: &mut Table, over: Table) {
    for (name, value) in over {
        match (base.get_mut(&name), value) {
            (Some(Value::Table(base)), Value::Table(over)) => lay_over(base, over),
            (_, value) => {
                base.insert(name, value);
            }
        }
    }
}

/// `realtime_max_payload` is `max_payload` in the table `realtime`.
fn find<'a>(table: &'a mut Table, name: &str) -> Option<&'a mut Value> {
    let own = table.contains_key(name) && !table[name].is_table();
    if own {
        return table.get_mut(name);
    }
    table.iter_mut().find_map(|(section, value)| {
        let rest = name.strip_prefix(section.as_str())?.strip_prefix('_')?;
        find(value.as_table_mut()?, rest)
    })
}

/// Reads a variable's text as the kind of value that it replaces.
fn parse(text: &str, like: &Value) -> Option<Value> {
    match like {
        Value::String(_) => Some(Value::String(text.to_owned())),
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Float(_) => text.parse().ok().map(Value::Float),
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Some(Value::Array(items.map(|item| Value::String(item.to_owned())).collect()))
        }
        Value::Table(_) | Value::Datetime(_) => None,
    }
}
