//! The words and signs that tell code, configuration and prose from passwords; all of them in lower case.

/// Values that a language, a form or a schema gives to a key named `password`.
#[rustfmt::skip]
pub const KEYWORDS: &[&str] = &[
    "abstract", "account", "accounts", "action", "address", "admin_password", "aes-256-cbc", "aes-256-gcm",
    "after", "all", "allow", "always", "anonymous", "any", "application", "argon2", "argon2id", "array", "asc",
    "assets", "async", "attr", "authenticated", "authorization_code", "auto", "await", "backup", "base64",
    "basic", "bcrypt", "bearer", "before", "binary", "blob", "block", "blog", "body", "bool", "boolean", "both",
    "bottom", "break", "bucket", "byte", "bytes", "callback", "cannot", "case", "catch", "center", "changed",
    "changes", "char", "checkbox", "child", "children", "class", "clear", "client", "client_credentials",
    "cluster", "collaborators", "color", "column", "company", "config", "confirm", "consent", "const",
    "content", "context", "cookie", "credential", "credentials", "creds", "current", "data", "date", "datetime",
    "decrypted", "def", "default", "delete", "deny", "description", "destination", "development", "dict",
    "digest", "disabled", "dns-01", "dotted", "double", "element", "else", "email", "empty", "enabled",
    "encrypted", "encryption", "enum", "env", "error", "es256", "event", "events", "export", "extends",
    "external", "false", "field", "fields", "file", "filter", "final", "flex", "float", "followers",
    "forbidden", "forgot", "form", "format", "from", "func", "function", "global", "grid", "group", "handler",
    "hash", "hashed", "header", "hex", "hidden", "hint", "hmac-sha1", "hmac-sha256", "host", "hs256", "html",
    "http", "http-01", "https", "icon", "image", "images", "import", "include", "index", "inherit", "inline",
    "inline-block", "input", "instance", "int", "integer", "interactive", "interface", "internal", "interval",
    "invalid", "json", "kerberos", "keychain", "keyring", "keystore", "keyword", "label", "language", "ldap",
    "left", "length", "let", "list", "lists", "literal", "local", "locale", "localhost", "login", "long",
    "mandatory", "manual", "map", "master_password", "maybe", "md5", "message", "method", "missing", "mixed",
    "model", "module", "name", "native", "neutral", "never", "new", "nil", "none", "normal", "null", "number",
    "oauth", "oauth2", "object", "off", "once", "only", "oops", "openid", "option", "optional", "options",
    "other", "override", "owner", "package", "packet", "param", "parameter", "parameters", "params", "parent",
    "pass", "passed", "passphrase", "passwd", "password", "passwords", "path", "paths", "pattern", "payload",
    "pbkdf2", "plain", "plain_text", "plaintext", "plugin", "policy", "post", "presence", "present", "private",
    "production", "profile", "project", "prompt", "property", "props", "protected", "protocol", "provider",
    "public", "put", "pwd", "query", "queue", "range", "read", "readonly", "record", "redirect", "ref", "regex",
    "region", "registry", "reject", "release", "remote", "remove", "repository", "request", "require",
    "required", "reset", "resource", "response", "rest", "result", "return", "revision", "right", "role",
    "root_password", "router", "rs256", "runtime", "saml", "sandbox", "schema", "scope", "scopes", "scram",
    "script", "scrypt", "search", "secret", "secrets", "section", "secure", "select", "selector", "self",
    "sentinel", "server", "service", "session", "settings", "sha-1", "sha-256", "sha1", "sha256", "sha512",
    "short", "show", "signature", "simple", "size", "skip", "slice", "snippet", "solid", "source", "space",
    "span", "staging", "standalone", "standard", "state", "static", "status", "std", "storage", "str", "stream",
    "string", "strings", "struct", "submit", "super", "switch", "symbol", "table", "target", "template", "test",
    "testing", "text", "textarea", "this", "thread", "throw", "timeout", "timestamp", "title", "token",
    "tokens", "transport", "trigger", "true", "truststore", "type", "typeof", "uint", "unauthenticated",
    "unauthorized", "undefined", "unicode", "union", "unique", "unknown", "unset", "update", "user", "username",
    "users", "using", "utf-8", "utf8", "uuid", "valid", "validate", "validator", "value", "values", "var",
    "varchar", "variable", "vault", "vector", "version", "view", "viewer", "virtual", "void", "volume",
    "webhook", "where", "window", "with", "worker", "workspace", "write", "xml", "yaml", "yes",
];

/// Passwords that a product has out of the box: real where nobody changed them, harmless in a sandbox.
#[rustfmt::skip]
pub const DEFAULTS: &[&str] = &[
    "1234", "12345", "123456", "admin", "adminadmin", "administrator", "docker", "dragon", "elastic", "grafana",
    "guest", "jenkins", "keycloak", "kibana", "letmein", "manager", "master", "minio", "minioadmin", "mongo",
    "mongodb", "monkey", "mysql", "neo4j", "nexus", "oracle", "postgres", "qwerty", "rabbitmq", "raspberry",
    "redis", "root", "sonar", "system", "tomcat", "toor", "ubuntu", "vagrant", "welcome",
];

/// Parts of identifiers: one of them in a name of several parts shows that it is a name.
#[rustfmt::skip]
pub const PARTS: &[&str] = &[
    "access", "account", "action", "active", "add", "admin", "alert", "algorithm", "alias", "allow", "and",
    "api", "app", "apply", "arg", "args", "arn", "array", "as", "assert", "async", "attempt", "attempts",
    "attr", "attribute", "auth", "authenticate", "authentication", "authenticator", "authorization", "backend",
    "base", "basic", "bind", "body", "box", "bucket", "buffer", "build", "button", "by", "cache", "callback",
    "can", "cert", "certificate", "change", "changed", "check", "checker", "class", "cleartext", "cli",
    "client", "cloud", "cluster", "code", "column", "command", "compare", "component", "config",
    "configuration", "confirm", "confirmation", "connect", "connection", "const", "contains", "content",
    "context", "controller", "cookie", "count", "create", "created", "credential", "credentials", "crypt",
    "crypted", "current", "custom", "data", "database", "date", "db", "debug", "decode", "decoder", "decrypt",
    "default", "delete", "denied", "description", "details", "dialog", "digest", "dir", "directory", "disable",
    "disabled", "display", "dto", "edit", "element", "email", "empty", "enable", "enabled", "encode", "encoded",
    "encoder", "encoding", "encrypt", "encrypted", "encryption", "endpoint", "entity", "entry", "env", "err",
    "error", "errors", "event", "exception", "expected", "expire", "expired", "expiry", "factory", "field",
    "fields", "file", "filename", "filter", "find", "flag", "flow", "for", "forgot", "form", "format", "from",
    "func", "function", "generate", "generated", "generator", "get", "grant", "group", "handle", "handler",
    "has", "hash", "hashed", "hasher", "header", "headers", "hidden", "hint", "host", "id", "identifier",
    "identity", "if", "image", "in", "index", "info", "init", "input", "instance", "interface", "invalid", "is",
    "item", "json", "jwt", "key", "keys", "keystore", "label", "ldap", "length", "link", "list", "load",
    "local", "login", "logout", "main", "manager", "map", "mapping", "match", "max", "message", "method", "min",
    "mismatch", "missing", "mode", "model", "module", "name", "names", "namespace", "new", "no", "node", "not",
    "number", "oauth", "object", "of", "old", "on", "one", "only", "option", "optional", "options", "or",
    "origin", "output", "page", "pair", "param", "parameter", "parameters", "params", "parse", "parser", "pass",
    "passphrase", "passwd", "password", "passwords", "path", "payload", "permission", "placeholder", "plain",
    "policy", "pool", "port", "position", "post", "prefix", "private", "profile", "prompt", "properties",
    "property", "provider", "proxy", "public", "pwd", "query", "random", "raw", "read", "recovery", "redirect",
    "ref", "reference", "refresh", "regex", "register", "registration", "registry", "remember", "remote",
    "remove", "repeat", "repo", "repository", "request", "required", "reset", "resource", "response", "result",
    "retry", "return", "role", "root", "route", "rule", "salt", "save", "schema", "scheme", "scope", "screen",
    "secret", "secrets", "section", "secure", "security", "select", "send", "serializer", "server", "service",
    "session", "set", "setting", "settings", "setup", "show", "sign", "signature", "signin", "signup", "size",
    "source", "ssl", "state", "status", "storage", "store", "strategy", "strength", "string", "submit",
    "success", "suffix", "system", "table", "target", "temp", "template", "test", "text", "time", "timeout",
    "title", "tls", "to", "token", "tokens", "type", "update", "updated", "uri", "url", "use", "user",
    "username", "users", "util", "utils", "valid", "validate", "validation", "validator", "value", "values",
    "var", "variable", "vault", "verification", "verify", "version", "view", "wallet", "with", "wrong",
];

/// What stands in code that fetches a secret from somewhere else.
#[rustfmt::skip]
pub const REFERENCES: &[&str] = &[
    "!getatt", "!ref", "!reference", "!sub", "!vault", "->", ".values.", "::", "=>", "ansible_vault", "args.",
    "arn:aws", "config.", "config[", "data.", "enc(", "enc[", "env.", "env[", "environ[", "file(", "fn::",
    "from_secret", "getenv", "import.meta", "keyvault", "local.", "lookup(", "module.", "node[", "op://",
    "os.environ", "params[", "process.env", "ref+", "req.", "request.", "resolve:", "secretkeyref", "secrets.",
    "self.", "settings.", "sops:", "ssm:", "system.get", "this.", "urn:", "valuefrom", "var.", "vault:", "{cipher}",
    "|b64enc",
];

/// The beginnings of password hashes.
#[rustfmt::skip]
pub const HASHES: &[&str] = &[
    "$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$7$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt$", "$y$",
    "bcrypt_sha", "md5$", "pbkdf2:", "pbkdf2_sha", "scram-sha-", "scrypt:", "sha1$", "{bcrypt}", "{crypt}",
    "{md5}", "{pbkdf2}", "{sha", "{ssha",
];

/// The endings of file names and host names.
#[rustfmt::skip]
pub const ENDINGS: &[&str] = &[
    ".c", ".cc", ".cert", ".cfg", ".class", ".cnf", ".com", ".conf", ".cpp", ".crt", ".cs", ".css", ".csv",
    ".dat", ".db", ".dev", ".dll", ".env", ".erb", ".exe", ".git", ".go", ".gpg", ".gz", ".h", ".html", ".ico",
    ".ini", ".io", ".jar", ".java", ".jks", ".jpg", ".js", ".json", ".jsx", ".key", ".keystore", ".kt",
    ".local", ".lock", ".log", ".md", ".net", ".org", ".p12", ".pdf", ".pem", ".pfx", ".php", ".png",
    ".properties", ".ps1", ".pub", ".py", ".rb", ".rs", ".scss", ".sh", ".so", ".sql", ".svg", ".swift", ".tar",
    ".tf", ".toml", ".tpl", ".ts", ".tsx", ".txt", ".vue", ".xml", ".yaml", ".yml", ".zip",
];

/// Signs of regular expressions, markup and queries.
#[rustfmt::skip]
pub const FRAGMENTS: &[&str] = &[
    ").", " where ", "!=", "#{", "${", "&&", "();", "(?", "){", ".*", ".+", "/>", "://", "</", "==", "[0-9", "[^",
    "[a-z", "\\b", "\\d", "\\n", "\\s", "\\u", "\\w", "application/", "image/", "multipart/", "select ", "text/",
    "{{", "||", "}}",
];
