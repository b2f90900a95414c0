//! What generated files are made of: lines without any credential, and credentials in many forms.

use credline::rule::expand;
use data_encoding::BASE64;

use super::chance::Chance;

/// Texts on few lines; `…` is where other lines may come between.
const PLAIN: [&str; 18] = [
    "GITHUB_TOKEN={{ghp_|alnum:30|crc32-base62}}\n",
    "  token: '{{ghp_|alnum:30|crc32-base62}}' # credline:allow known\n",
    "# pragma: allowlist nextline secret\nNPM_TOKEN={{npm_|alnum:30|crc32-base62}}\n",
    "aws_access_key_id = {{AKIA|base32:16}}\n…aws_secret_access_key = {{base64:40}}\n",
    "{\"AccessKeyId\": \"{{ASIA|base32:16}}\",\n…\"SecretAccessKey\": \"{{base64:40}}\"}\n",
    "password = token = secret = \"{{printable:20}}\"\n",
    "db_password: {{printable:16}}\n",
    "const apiKey = \"{{alnum:32}}\";\n",
    "https://deploy:{{alnum:24}}@git.corp.net/acme/site.git\n",
    "Authorization: Bearer {{jwt}}\n",
    "GITLAB={{glpat-|alnum:20}} OTHER={{glpat-|alnum:20}}\n",
    "{\"a\":1,\"token\":\"{{ghp_|alnum:30|crc32-base62}}\",\"b\":[1,2],\"secret\":\"{{alnum:40}}\",\"c\":{\"password\":\"{{printable:18}}\"}}\n",
    "github_pat = '{{github_pat_|alnum:22|_|alnum:59}}'\n",
    "client_secret\n  =\n  \"{{alnum:36}}\"\n",
    "curl -u admin:{{printable:14}} https://api.corp.net/v1\n",
    "export SLACK={{xoxb-|digits:12|-|digits:12|-|alnum:24}}\n",
    "<add key=\"ApiSecret\" value=\"{{base64:44}}\" />\n",
    "EXAMPLE_TOKEN=ghp_{{lower:4}} # see the documentation\n",
];

/// Lines of code, prose and data that hold nothing.
const FILLER: [&str; 10] = [
    "\n",
    "    return value + 1\n",
    "# the next lines are there for the reader\n",
    "let mut total = compute(&first, &second)?;\n",
    "}\n",
    "import os, sys, json\n",
    "- name: build\n",
    "key = lookup(table, row)\n",
    "The quick brown fox jumps over the lazy dog, again and again.\n",
    "\t0, 1, 2, 3, 4, 5, 6, 7, 8, 9,\n",
];

/// Some lines without a credential.
pub fn filler(chance: &mut Chance, lines: usize) -> Vec<u8> {
    let mut text = Vec::new();
    for _ in 0..lines {
        text.extend_from_slice(chance.pick(&FILLER).as_bytes());
        if chance.one_in(4) {
            text.extend_from_slice(format!("value_{} = {}\n", chance.below(1000), chance.next()).as_bytes());
        }
    }
    text
}

/// A credential in one of its forms, made anew each time.
pub fn credential(chance: &mut Chance) -> Vec<u8> {
    let seed = chance.next().to_string();
    let new = |template: &str| expand(template, &seed).unwrap();
    let token = new("{{ghp_|alnum:30|crc32-base62}}");
    match chance.below(14) {
        0 => new(&format!("{}\n", key_template(chance, "{{der-body}}", "\n"))).into_bytes(),
        1 => new(&format!("{{\"key\": \"{}\"}}\n", key_template(chance, "{{der-line}}", "\\n"))).into_bytes(),
        2 => wrapped(chance, format!("# some words before\nTOKEN={token}\n# and after it\n").as_bytes()),
        3 => format!("q={}\n", escaped(chance, &token, |byte| format!("%{byte:02x}"))).into_bytes(),
        4 => format!("s = \"{}\"\n", escaped(chance, &token, |byte| format!("\\u{byte:04x}"))).into_bytes(),
        5 => format!("<p>{}</p>\n", escaped(chance, &token, |byte| format!("&#{byte};"))).into_bytes(),
        6 => list_of_bytes(chance, token.as_bytes()),
        _ => {
            let template = *chance.pick(&PLAIN);
            let between = chance.below(7);
            let between = String::from_utf8(filler(chance, between)).unwrap();
            new(&template.replace('…', &between)).into_bytes()
        }
    }
}

/// The template of a private key with lines of its own.
fn key_template(chance: &mut Chance, body: &str, line_end: &str) -> String {
    let kind = *chance.pick(&["RSA ", "EC ", ""]);
    let rule = "-".repeat(5);
    format!("{rule}BEGIN {kind}PRIVATE KEY{rule}{line_end}{body}{line_end}{rule}END {kind}PRIVATE KEY{rule}")
}

/// Base64 in lines of some length.
fn wrapped(chance: &mut Chance, bytes: &[u8]) -> Vec<u8> {
    let width = *chance.pick(&[16, 40, 64, 76, 1000]);
    let text = BASE64.encode(bytes);
    let lines: Vec<&[u8]> = text.as_bytes().chunks(width).collect();
    [b"data: |\n", lines.join(&b"\n"[..]).as_slice(), b"\n"].concat()
}

/// A text of which all, or only some bytes are escaped.
fn escaped(chance: &mut Chance, text: &str, escape: fn(u8) -> String) -> String {
    let every = *chance.pick(&[1, 1, 2, 5]);
    text.bytes().map(|byte| if chance.one_in(every) { escape(byte) } else { char::from(byte).to_string() }).collect()
}

/// `0x67, 0x68, …` in lines of some length.
fn list_of_bytes(chance: &mut Chance, bytes: &[u8]) -> Vec<u8> {
    let width = *chance.pick(&[8, 16, 100]);
    let line = |line: &[u8]| line.iter().map(|byte| format!("0x{byte:02x}, ")).collect::<String>();
    let lines: Vec<String> = bytes.chunks(width).map(line).collect();
    format!("key[] = {{\n{}\n}};\n", lines.join("\n")).into_bytes()
}
