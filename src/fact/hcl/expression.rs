//! Expressions: conditions, operators, and the operands between them.

use std::borrow::Cow;

use super::cursor::{Read, Reader};
use super::form;
use crate::fact::value::{DEEPEST, Data, Span, Value};

/// What is no value.
const NO_VALUE: &str = "a value was expected";

impl<'t> Reader<'t> {
    /// Reads an expression.
    pub fn expression(&mut self) -> Read<Value<'t>> {
        self.deeper()?;
        let first = self.infix()?;
        self.skip_blank();
        let value = if self.peek() == Some(b'?') { self.condition(first)? } else { first };
        self.level -= 1;
        Ok(value)
    }

    /// Reads an expression without a condition, as a key has to be.
    pub fn key(&mut self) -> Read<Value<'t>> {
        self.deeper()?;
        let key = self.infix()?;
        self.level -= 1;
        Ok(key)
    }

    /// Goes one level deeper, if there is one.
    pub fn deeper(&mut self) -> Read<()> {
        if self.level >= DEEPEST {
            return self.fail("this lies too deep");
        }
        self.level += 1;
        Ok(())
    }

    /// Reads the rest of a condition, and of those in its last branch.
    fn condition(&mut self, first: Value<'t>) -> Read<Value<'t>> {
        let start = first.span.start;
        let mut parts = vec![first];
        while self.peek() == Some(b'?') {
            self.pos += 1;
            self.skip_blank();
            parts.push(self.expression()?);
            self.skip_blank();
            self.expect(b':', "`:` and the other value were expected")?;
            self.skip_blank();
            parts.push(self.infix()?);
            self.skip_blank();
        }
        Ok(call(form::CONDITION, start, parts))
    }

    /// Reads operands and the operators between them.
    fn infix(&mut self) -> Read<Value<'t>> {
        let first = self.operand()?;
        self.skip_blank();
        let mut width = self.operator();
        if width == 0 {
            return Ok(first);
        }
        let start = first.span.start;
        let mut parts = vec![first];
        while width > 0 {
            parts.push(self.piece(Span::new(self.pos, self.pos + width)));
            self.pos += width;
            self.skip_blank();
            parts.push(self.operand()?);
            self.skip_blank();
            width = self.operator();
        }
        Ok(call(form::INFIX, start, parts))
    }

    /// The width of the operator that comes next; nothing where none does.
    fn operator(&self) -> usize {
        match (self.peek(), self.second()) {
            (Some(b'=' | b'!' | b'<' | b'>'), Some(b'=')) | (Some(b'&'), Some(b'&')) | (Some(b'|'), Some(b'|')) => 2,
            (Some(b'<'), Some(b'<')) => 0,
            (Some(b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%'), _) => 1,
            _ => 0,
        }
    }

    /// Reads one operand, with the signs before it.
    fn operand(&mut self) -> Read<Value<'t>> {
        let start = self.pos;
        let (mut is_negative, mut is_not) = (false, false);
        while let Some(sign @ (b'-' | b'!')) = self.peek() {
            if sign == b'-' {
                is_negative = !is_negative;
            } else {
                is_not = !is_not;
            }
            self.pos += 1;
            self.skip_blank();
        }
        let mut value = self.steps()?;
        if is_negative {
            value = match value.data {
                // As it is written, where nothing stands between.
                Data::Number(Cow::Borrowed(_)) if value.span.start as usize == start + 1 => {
                    let span = Span { start: value.span.start - 1, ..value.span };
                    Value::new(span, Data::Number(Cow::Borrowed(self.slice(span))))
                }
                _ => call(form::NEGATE, value.span.start, vec![value]),
            };
        }
        Ok(if is_not { call(form::NOT, value.span.start, vec![value]) } else { value })
    }

    /// Reads a value, and the steps into it.
    fn steps(&mut self) -> Read<Value<'t>> {
        let base = self.term()?;
        if !matches!(self.peek(), Some(b'.' | b'[' | b' ' | b'\n' | b'\r' | b'\t' | b'/' | b'#')) {
            return Ok(base);
        }
        let mut steps = Vec::new();
        let mut end = self.pos;
        loop {
            self.skip_blank();
            let Some(step) = self.step()? else { break };
            steps.push(step);
            end = self.pos;
        }
        if steps.is_empty() {
            return Ok(base);
        }
        let span = Span::new(base.span.start as usize, end);
        steps.insert(0, base);
        Ok(Value::new(span, Data::Call(Cow::Borrowed(form::PATH), steps)))
    }

    /// Reads one step into a value: a name, an index or a splat; nothing where none follows.
    fn step(&mut self) -> Read<Option<Value<'t>>> {
        let start = self.pos;
        match (self.peek(), self.second()) {
            (Some(b'.'), Some(b'*')) => {
                self.pos += 2;
                Ok(Some(Value::new(Span::new(start, self.pos), Data::List(Vec::new()))))
            }
            (Some(b'.'), Some(b'0'..=b'9')) => {
                self.pos += 1;
                let digits = self.bytes[self.pos..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let span = Span::new(self.pos, self.pos + digits);
                self.pos += digits;
                let index = Value::new(span, Data::Number(Cow::Borrowed(self.slice(span))));
                Ok(Some(Value::new(span, Data::List(vec![index]))))
            }
            (Some(b'.'), _) if self.starts_name(self.pos + 1) => {
                self.pos += 1;
                Ok(self.name().map(|span| self.piece(span)))
            }
            (Some(b'['), _) => self.index().map(Some),
            _ => Ok(None),
        }
    }

    fn index(&mut self) -> Read<Value<'t>> {
        let start = self.pos;
        let lines = self.enter(b'[');
        self.skip_blank();
        let mut index = Vec::new();
        if self.peek() == Some(b'*') {
            self.pos += 1;
        } else {
            index.push(self.expression()?);
        }
        self.skip_blank();
        self.leave(b']', lines)?;
        Ok(Value::new(Span::new(start, self.pos), Data::List(index)))
    }

    fn term(&mut self) -> Read<Value<'t>> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'[') => self.list(),
            Some(b'{') => self.object(),
            Some(b'(') => self.group(),
            Some(b'0'..=b'9') => self.number(),
            Some(b'<') if self.second() == Some(b'<') => self.heredoc(),
            _ => self.named(),
        }
    }

    /// Reads an expression in brackets.
    fn group(&mut self) -> Read<Value<'t>> {
        let lines = self.enter(b'(');
        self.skip_blank();
        let value = self.expression()?;
        self.skip_blank();
        self.leave(b')', lines)?;
        Ok(value)
    }

    fn number(&mut self) -> Read<Value<'t>> {
        let digits = |at: usize| at + self.bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_digit = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut end = digits(self.pos);
        if self.bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
            end = digits(end + 1);
        }
        if let Some(b'e' | b'E') = self.bytes.get(end) {
            let sign = usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            if is_digit(end + 1 + sign) {
                end = digits(end + 1 + sign);
            }
        }
        if self.name_end(end) > end && self.bytes[end] != b'-' {
            return self.fail("a number was expected");
        }
        let span = Span::new(self.pos, end);
        self.pos = end;
        Ok(Value::new(span, Data::Number(Cow::Borrowed(self.slice(span)))))
    }

    /// Reads a keyword, a call or a reference.
    fn named(&mut self) -> Read<Value<'t>> {
        let Some(first) = self.dotted_name() else { return self.fail(NO_VALUE) };
        let start = first.start as usize;
        // Functions of providers: `provider::aws::arn_parse`.
        while self.bytes[self.pos..].starts_with(b"::") && self.starts_name(self.pos + 2) {
            self.pos = self.name_end(self.pos + 2);
        }
        let span = Span::new(start, self.pos);
        let name = self.slice(span);
        if self.peek() == Some(b' ') {
            self.skip_blank();
            if self.peek() != Some(b'(') {
                self.pos = span.end as usize;
            }
        }
        if self.peek() == Some(b'(') {
            let lines = self.enter(b'(');
            let parts = self.items(b')')?;
            self.leave(b')', lines)?;
            return Ok(Value::new(Span::new(start, self.pos), Data::Call(Cow::Borrowed(name), parts)));
        }
        let data = match name {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            "null" => Data::Null,
            _ => Data::Reference(Cow::Borrowed(name)),
        };
        Ok(Value::new(span, data))
    }
}

/// A form of the language, with its parts.
fn call<'t>(name: &'static str, start: u32, parts: Vec<Value<'t>>) -> Value<'t> {
    let end = parts.last().map_or(start, |part| part.span.end);
    Value::new(Span { start, end }, Data::Call(Cow::Borrowed(name), parts))
}
