use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
        SerializeTupleVariant,
    },
};

use super::Malformed;

type Result<T> = std::result::Result<T, Malformed>;

/// Appends a value to a text.
pub struct Writer<'a>(pub &'a mut String);

/// The fields of an object or the entries of a list, after the bracket that begins them.
pub struct Entries<'a> {
    text: &'a mut String,
    is_first: bool,
    /// What is still to be closed.
    end: &'static str,
}

impl<'a> Writer<'a> {
    fn push(self, text: &str) -> Result<()> {
        self.0.push_str(text);
        Ok(())
    }

    fn open(self, begin: &str, end: &'static str) -> Entries<'a> {
        self.0.push_str(begin);
        Entries { text: self.0, is_first: true, end }
    }

    /// An object whose only field is the name of a variant.
    fn variant(self, name: &str, begin: &str, end: &'static str) -> Entries<'a> {
        self.0.push('{');
        string(self.0, name);
        self.0.push(':');
        self.open(begin, end)
    }
}

impl Entries<'_> {
    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.text.push(',');
        }
    }

    fn entry<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.separate();
        value.serialize(Writer(self.text))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<()> {
        self.separate();
        string(self.text, name);
        self.text.push(':');
        value.serialize(Writer(self.text))
    }

    fn close(self) -> Result<()> {
        self.text.push_str(self.end);
        Ok(())
    }
}

/// Quoted as `serde_json` does it.
fn string(text: &mut String, value: &str) {
    text.push('"');
    for char in value.chars() {
        match char {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\0'..' ' => {
                text.push_str("\\u00");
                for digit in [char as u32 / 16, char as u32 % 16] {
                    text.extend(char::from_digit(digit, 16));
                }
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

macro_rules! whole_numbers {
    ($($serialize:ident: $number:ty as $widest:ty,)*) => {
        $(fn $serialize(self, number: $number) -> Result<()> {
            self.push(&<$widest>::from(number).to_string())
        })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Entries<'a>;
    type SerializeTuple = Entries<'a>;
    type SerializeTupleStruct = Entries<'a>;
    type SerializeTupleVariant = Entries<'a>;
    type SerializeMap = Entries<'a>;
    type SerializeStruct = Entries<'a>;
    type SerializeStructVariant = Entries<'a>;

    whole_numbers! {
        serialize_i8: i8 as i64,
        serialize_i16: i16 as i64,
        serialize_i32: i32 as i64,
        serialize_i64: i64 as i64,
        serialize_u8: u8 as u64,
        serialize_u16: u16 as u64,
        serialize_u32: u32 as u64,
        serialize_u64: u64 as u64,
    }

    fn serialize_bool(self, truth: bool) -> Result<()> {
        self.push(if truth { "true" } else { "false" })
    }

    /// The protocol has no fractions.
    fn serialize_f32(self, _number: f32) -> Result<()> {
        Err(Malformed)
    }

    /// The protocol has no fractions.
    fn serialize_f64(self, _number: f64) -> Result<()> {
        Err(Malformed)
    }

    fn serialize_char(self, char: char) -> Result<()> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        string(self.0, value);
        Ok(())
    }

    /// The protocol has none.
    fn serialize_bytes(self, _bytes: &[u8]) -> Result<()> {
        Err(Malformed)
    }

    fn serialize_none(self) -> Result<()> {
        self.push("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.push("null")
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<()> {
        self.push("null")
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        let mut object = self.open("{", "}");
        object.field(variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Entries<'a>> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _length: usize) -> Result<Entries<'a>> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Entries<'a>> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Entries<'a>> {
        Ok(self.variant(variant, "[", "]}"))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Entries<'a>> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Entries<'a>> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Entries<'a>> {
        Ok(self.variant(variant, "{", "}}"))
    }
}

/// The seven kinds of what has entries differ in names only.
macro_rules! compound {
    ($($kind:ident { $($method:ident($($name:ident)?))* })*) => {
        $(impl $kind for Entries<'_> {
            type Ok = ();
            type Error = Malformed;

            $(compound!(@ $method $($name)?);)*

            fn end(self) -> Result<()> {
                self.close()
            }
        })*
    };
    (@ $method:ident) => {
        fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
            self.entry(value)
        }
    };
    (@ $method:ident $name:ident) => {
        fn $method<T: Serialize + ?Sized>(&mut self, $name: &'static str, value: &T) -> Result<()> {
            self.field($name, value)
        }
    };
}

compound! {
    SerializeSeq { serialize_element() }
    SerializeTuple { serialize_element() }
    SerializeTupleStruct { serialize_field() }
    SerializeTupleVariant { serialize_field() }
    SerializeStruct { serialize_field(name) }
    SerializeStructVariant { serialize_field(name) }
}

/// Keys are texts.
impl SerializeMap for Entries<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.entry(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.text.push(':');
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}
