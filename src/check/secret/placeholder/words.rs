//! The words by which people say that a credential has to be filled in.

/// Words that no random token holds by chance, wherever they stand.
#[rustfmt::skip]
pub const ANYWHERE: &[&[u8]] = &[
    b"example", b"placeholder", b"changeme", b"change-me", b"change_me", b"changethis", b"change_this",
    b"change-this", b"replaceme", b"replace_", b"replace-", b"replacewith", b"redacted", b"removed_",
    b"sanitized", b"censored", b"sample", b"dummy", b"insert_", b"insert-", b"inserthere", b"insertyour",
    b"enteryour", b"enter_your", b"enter-your", b"putyour", b"put_your", b"put-your", b"addyour", b"add_your",
    b"goes_here", b"goes-here", b"goeshere", b"_here>", b"fakekey", b"faketoken", b"fakesecret", b"fakepass",
    b"notareal", b"not-a-real", b"not_a_real", b"not-real", b"notreal", b"not_real", b"mysecret", b"mypassword",
    b"mytoken", b"myapikey", b"my_api_key", b"youraccess", b"yourtoken", b"yourapikey", b"yourpassword",
    b"yoursecret", b"tobereplaced", b"to-be-replaced", b"to_be_replaced", b"lorem", b"foobarbaz",
];

/// Words that a random token may hold by chance: they count with no letter or digit on either side.
#[rustfmt::skip]
pub const BOUNDED: &[&[u8]] = &[
    b"fake", b"todo", b"fixme", b"tbd", b"foobar", b"replace", b"insert", b"removed", b"hidden", b"masked",
    b"stub", b"none", b"null", b"undefined", b"snip",
];

/// What follows `your` without a separator.
#[rustfmt::skip]
pub const YOURS: &[&[u8]] = &[
    b"access", b"account", b"api", b"app", b"auth", b"bearer", b"bot", b"client", b"consumer", b"db", b"github",
    b"key", b"own", b"pass", b"personal", b"private", b"project", b"pw", b"secret", b"service", b"strong",
    b"token", b"user",
];

/// Words that speak about credentials: a text of nothing else is no credential.
#[rustfmt::skip]
pub const PROSE: &[&[u8]] = &[
    b"a", b"abc", b"access", b"account", b"an", b"any", b"api", b"app", b"auth", b"authorization", b"aws",
    b"azure", b"bar", b"baz", b"bearer", b"bogus", b"bot", b"client", b"code", b"consumer", b"correct",
    b"credential", b"credentials", b"database", b"db", b"default", b"demo", b"empty", b"encrypted", b"fake",
    b"false", b"foo", b"github", b"gitlab", b"google", b"goes", b"here", b"id", b"in", b"invalid", b"is", b"it",
    b"jwt", b"key", b"long", b"me", b"mock", b"my", b"mysql", b"name", b"new", b"none", b"not", b"null",
    b"oauth", b"of", b"old", b"only", b"or", b"our", b"passphrase", b"passwd", b"password", b"personal",
    b"postgres", b"private", b"prod", b"public", b"qux", b"random", b"real", b"redis", b"refresh", b"secret",
    b"secrets", b"server", b"service", b"session", b"set", b"shared", b"shh", b"slack", b"some", b"string",
    b"stripe", b"super", b"temp", b"test", b"testing", b"tests", b"that", b"the", b"this", b"to", b"token",
    b"tokens", b"top", b"true", b"undefined", b"unknown", b"use", b"user", b"username", b"valid", b"value",
    b"very", b"with", b"wrong", b"xyz", b"you", b"your",
];
