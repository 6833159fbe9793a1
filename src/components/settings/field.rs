use leptos::prelude::*;

/// A labelled field with what helps to fill it in, and why it was refused.
#[component]
pub fn Field(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    refusal: Option<String>,
    /// The field itself, from what it is described by and whether it is invalid.
    input: impl FnOnce(String, &'static str) -> AnyView,
) -> impl IntoView {
    let described_by = format!("{id}-hint {id}-refusal");
    let invalid = if refusal.is_some() { "true" } else { "false" };
    view! {
        <div class="field-group">
            <label class="field-label" for=id>
                {label}
            </label>
            {input(described_by, invalid)}
            <p class="field-hint" id=format!("{id}-hint") hidden=hint.is_empty()>
                {hint}
            </p>
            <p class="refusal" id=format!("{id}-refusal") role="alert">
                {refusal}
            </p>
        </div>
    }
}

/// A box to tick.
#[component]
pub fn Tick(name: &'static str, label: &'static str, hint: &'static str, ticked: bool) -> impl IntoView {
    let described_by = format!("{name}-hint");
    view! {
        <div class="field-group">
            <label class="check-field">
                <input type="checkbox" name=name value="true" checked=ticked aria-describedby=described_by.clone() />
                {label}
            </label>
            <p class="field-hint" id=described_by>
                {hint}
            </p>
        </div>
    }
}
