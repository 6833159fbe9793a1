use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use super::Malformed;

type Result<T> = std::result::Result<T, Malformed>;

/// Deeper nesting is refused, for it would be followed on the stack.
const DEEPEST: u8 = 64;

/// What is left of a text.
pub struct Reader<'de> {
    rest: &'de str,
    depth: u8,
}

impl<'de> Reader<'de> {
    pub fn new(text: &'de str) -> Self {
        Self { rest: text, depth: 0 }
    }

    /// Nothing may follow.
    pub fn end(&mut self) -> Result<()> {
        if self.peek().is_err() { Ok(()) } else { Err(Malformed) }
    }

    /// The next byte that is no space.
    fn peek(&mut self) -> Result<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
        self.rest.bytes().next().ok_or(Malformed)
    }

    fn take(&mut self, byte: u8) -> Result<()> {
        if self.peek()? != byte {
            return Err(Malformed);
        }
        self.advance()
    }

    fn advance(&mut self) -> Result<()> {
        self.rest = self.rest.get(1..).ok_or(Malformed)?;
        Ok(())
    }

    fn take_word(&mut self, word: &str) -> Result<()> {
        self.rest = self.rest.strip_prefix(word).ok_or(Malformed)?;
        Ok(())
    }

    /// Whether another entry follows before the bracket that ends them, which is taken.
    fn another(&mut self, end: u8, first: &mut bool) -> Result<bool> {
        if self.peek()? == end {
            return self.advance().map(|()| false);
        }
        if !std::mem::take(first) {
            self.take(b',')?;
        }
        Ok(true)
    }

    fn inside<T>(&mut self, open: u8, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.take(open)?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Malformed);
        }
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Passes over a value of any shape.
    fn skip(&mut self) -> Result<()> {
        match self.peek()? {
            b'"' => self.string().map(drop),
            b'[' => self.inside(b'[', |reader| reader.skip_entries(b']')),
            b'{' => self.inside(b'{', |reader| reader.skip_entries(b'}')),
            b't' => self.take_word("true"),
            b'f' => self.take_word("false"),
            b'n' => self.take_word("null"),
            _ => {
                let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.eE".contains(c));
                let is_number = rest.len() < self.rest.len();
                self.rest = rest;
                if is_number { Ok(()) } else { Err(Malformed) }
            }
        }
    }

    fn skip_entries(&mut self, end: u8) -> Result<()> {
        let mut first = true;
        while self.another(end, &mut first)? {
            if end == b'}' {
                self.string()?;
                self.take(b':')?;
            }
            self.skip()?;
        }
        Ok(())
    }

    /// The digits of a whole number and whether it is negative.
    fn number(&mut self) -> Result<(bool, u64)> {
        self.peek()?;
        let digits = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let negative = digits.len() < self.rest.len();
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = digits.split_at_checked(count).ok_or(Malformed)?;
        let odd = (digits.starts_with('0') && (count > 1 || negative)) || rest.starts_with(['.', 'e', 'E']);
        self.rest = rest;
        if odd { Err(Malformed) } else { digits.parse().map(|number| (negative, number)).map_err(|_| Malformed) }
    }

    fn string(&mut self) -> Result<Cow<'de, str>> {
        self.take(b'"')?;
        let mut text = Cow::Borrowed("");
        loop {
            let run = self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).ok_or(Malformed)?;
            let (plain, rest) = self.rest.split_at_checked(run).ok_or(Malformed)?;
            // Without escapes this stays a part of the text.
            text += plain;
            self.rest = rest;
            self.advance()?;
            match rest.bytes().next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => text.to_mut().push(self.escape()?),
                _ => return Err(Malformed),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let letter = self.rest.bytes().next().filter(u8::is_ascii).ok_or(Malformed)?;
        self.advance()?;
        Ok(match letter {
            b'"' | b'\\' | b'/' => letter.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unit_or_pair(),
            _ => return Err(Malformed),
        })
    }

    /// A character of UTF-16: one unit, or a pair of surrogates.
    fn unit_or_pair(&mut self) -> Result<char> {
        let mut units = [self.unit()?, 0];
        let mut count = 1;
        if matches!(units[0], 0xD800..0xDC00) {
            self.take_word("\\u")?;
            (units[1], count) = (self.unit()?, 2);
        }
        char::decode_utf16(units.into_iter().take(count)).next().and_then(|read| read.ok()).ok_or(Malformed)
    }

    fn unit(&mut self) -> Result<u16> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Malformed)?;
        self.rest = rest;
        // `from_str_radix` would take a sign as well.
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hex { u16::from_str_radix(digits, 16).map_err(|_| Malformed) } else { Err(Malformed) }
    }
}

/// Shapes that the protocol does not have.
macro_rules! absent {
    ($($name:ident($($argument:ty),*),)*) => {
        $(fn $name<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value> {
            Err(Malformed)
        })*
    };
}

macro_rules! numbers {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.number()? {
                (false, number) => visitor.visit_u64(number),
                (true, number) => visitor.visit_i64(0_i64.checked_sub_unsigned(number).ok_or(Malformed)?),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Malformed;

    numbers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    numbers!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);

    absent! {
        deserialize_any(),
        deserialize_f32(),
        deserialize_f64(),
        deserialize_char(),
        deserialize_bytes(),
        deserialize_byte_buf(),
        deserialize_unit(),
        deserialize_unit_struct(&'static str),
        deserialize_tuple_struct(&'static str, usize),
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let yes = self.peek()? == b't';
        self.take_word(if yes { "true" } else { "false" })?;
        visitor.visit_bool(yes)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_str(&text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.peek()? != b'n' {
            return visitor.visit_some(self);
        }
        self.take_word("null")?;
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.inside(b'[', |reader| {
            let mut entries = Entries { reader, first: true, ended: false };
            let value = visitor.visit_seq(&mut entries)?;
            // A tuple stops reading when it is full.
            if !entries.ended {
                entries.reader.take(b']')?;
            }
            Ok(value)
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.inside(b'{', |reader| visitor.visit_map(Entries { reader, first: true, ended: false }))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if self.peek()? == b'"' {
            return visitor.visit_enum(Variant { reader: self, bare: true });
        }
        self.inside(b'{', |reader| {
            let value = visitor.visit_enum(Variant { reader, bare: false })?;
            reader.take(b'}')?;
            Ok(value)
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// The entries of a list or an object, up to its end.
struct Entries<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
    ended: bool,
}

impl<'de> SeqAccess<'de> for &mut Entries<'_, 'de> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let another = self.reader.another(b']', &mut self.first)?;
        self.ended = !another;
        if another { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let another = self.reader.another(b'}', &mut self.first)?;
        if another { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// `"variant"`, or what stands inside of `{"variant": value}`.
struct Variant<'a, 'de> {
    reader: &'a mut Reader<'de>,
    bare: bool,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a, 'de> {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let variant = seed.deserialize(&mut *self.reader)?;
        if !self.bare {
            self.reader.take(b':')?;
        }
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Malformed;

    fn unit_variant(self) -> Result<()> {
        if self.bare { Ok(()) } else { Err(Malformed) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        if self.bare { Err(Malformed) } else { seed.deserialize(self.reader) }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, _visitor: V) -> Result<V::Value> {
        Err(Malformed)
    }

    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], visitor: V) -> Result<V::Value> {
        if self.bare { Err(Malformed) } else { self.reader.deserialize_map(visitor) }
    }
}
