//! A part of the page behind a box.
//!
//! A view is one type as deep as the page, and every view carries the code to turn an old copy of itself into a new
//! one. A [`Block`] forgets the type, and is replaced rather than turned: another room's conversation shares nothing
//! with this one's, not even what is typed. Leptos' own `AnyView` turns, hydrates asynchronously and takes attributes
//! too, which would make the page's program half as large again.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};
use web_sys::{Element, Node};

/// A view of whatever type.
pub struct Block(Box<dyn Part>);

/// A [`Block`] in the document.
pub struct Placed(Box<dyn Mountable>);

impl Block {
    pub fn new(view: impl IntoView + 'static) -> Self {
        Self(Box::new(view.into_view()))
    }
}

/// What can be done with a view whose type is forgotten.
trait Part: Send {
    fn build(self: Box<Self>) -> Placed;
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Placed;
    #[cfg(feature = "ssr")]
    fn html(self: Box<Self>, html: &mut String, position: &mut Position, escape: bool, mark_branches: bool);
}

impl<V: RenderHtml + 'static> Part for V {
    fn build(self: Box<Self>) -> Placed {
        Placed(Box::new(Render::build(*self)))
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Placed {
        Placed(Box::new(RenderHtml::hydrate::<true>(*self, cursor, position)))
    }

    #[cfg(feature = "ssr")]
    fn html(self: Box<Self>, html: &mut String, position: &mut Position, escape: bool, mark_branches: bool) {
        self.to_html_with_buf(html, position, escape, mark_branches, Vec::new());
    }
}

impl Render for Block {
    type State = Placed;

    fn build(self) -> Placed {
        self.0.build()
    }

    fn rebuild(self, old: &mut Placed) {
        let mut new = self.0.build();
        old.insert_before_this(&mut new);
        old.unmount();
        *old = new;
    }
}

impl RenderHtml for Block {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    #[cfg_attr(not(feature = "ssr"), allow(unused_variables))]
    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        _extra: Vec<AnyAttribute>,
    ) {
        #[cfg(feature = "ssr")]
        self.0.html(html, position, escape, mark_branches);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Placed {
        self.0.hydrate(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Block {
    type Output<New: Attribute> = Self;

    /// Attributes are given to elements, never to a whole block.
    fn add_any_attr<New: Attribute>(self, _attribute: New) -> Self {
        self
    }
}

impl Mountable for Placed {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}
