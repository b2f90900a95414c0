//! Character references of HTML and XML.

/// The references by name that stand for ASCII; source: <https://html.spec.whatwg.org/multipage/named-characters.html>
const NAMED: [(&[u8], char); 39] = [
    (b"amp", '&'),
    (b"apos", '\''),
    (b"ast", '*'),
    (b"bsol", '\\'),
    (b"colon", ':'),
    (b"comma", ','),
    (b"commat", '@'),
    (b"dollar", '$'),
    (b"equals", '='),
    (b"excl", '!'),
    (b"grave", '`'),
    (b"gt", '>'),
    (b"Hat", '^'),
    (b"lbrace", '{'),
    (b"lbrack", '['),
    (b"lcub", '{'),
    (b"lowbar", '_'),
    (b"lpar", '('),
    (b"lsqb", '['),
    (b"lt", '<'),
    (b"midast", '*'),
    (b"nbsp", ' '),
    (b"NewLine", '\n'),
    (b"num", '#'),
    (b"percnt", '%'),
    (b"period", '.'),
    (b"plus", '+'),
    (b"quest", '?'),
    (b"quot", '"'),
    (b"rbrace", '}'),
    (b"rbrack", ']'),
    (b"rcub", '}'),
    (b"rpar", ')'),
    (b"rsqb", ']'),
    (b"semi", ';'),
    (b"sol", '/'),
    (b"Tab", '\t'),
    (b"verbar", '|'),
    (b"vert", '|'),
];

/// The longest reference between `&` and `;`.
const LONGEST: usize = 10;

/// The reference at the beginning of the bytes, and its length with `&` and `;`.
pub fn read(bytes: &[u8]) -> Option<(char, usize)> {
    let inner = bytes.get(1..)?;
    let end = inner.iter().take(LONGEST + 1).position(|b| *b == b';')?;
    let name = &inner[..end];
    let character = match name {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => NAMED
            .iter()
            .find(|(known, _)| *known == name || known.eq_ignore_ascii_case(name))
            .map(|(_, character)| *character)?,
    };
    Some((character, end + 2))
}

fn number(digits: &[u8], radix: u32) -> Option<char> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|character| *character != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        let cases: [(&str, Option<(char, usize)>); 12] = [
            ("&#65;", Some(('A', 5))),
            ("&#x41;", Some(('A', 6))),
            ("&#X3d;", Some(('=', 6))),
            ("&quot;x", Some(('"', 6))),
            ("&QUOT;", Some(('"', 6))),
            ("&commat;", Some(('@', 8))),
            ("&equals;", Some(('=', 8))),
            ("&eacute;", None),
            ("&&", None),
            ("& a;", None),
            ("&#+5;", None),
            ("&#1114112;", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
    }
}
