//! What a person would use as a password, and what else stands where passwords stand.

use super::super::password_words::PARTS;
use super::*;

#[rustfmt::skip]
const PASSWORDS: &[&str] = &[
    "hunter2", "S3cr3t!", "Passw0rd", "P@ssw0rd", "p4$$word", "letmein99", "Summer2019!", "tr0ub4dor&3",
    "correcthorsebattery", "iloveyou", "qX7#pl!2", "dzbcizdb", "TSZMXV", "ix5k2i", "Kvcxpwew!", "x@809423",
    "pTOuAXpfDS", "Nmrbbrt535*", "Naual#3GQ]zR3q=ZOUO}", "I+EiQ-gq$-%@2Ts4", "soau!Hhbgsjrn", "kGOxf9bizqI=",
    "uDTmh1rqwtZ=", "4f9d2c81b7e650a3", "q8Rt2vLk0PzXs7Wn", "NJQBOJPLKADESVBDVUPAEZXZHVAKTLUT",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzz2k", "/aB3+xY9/kQ2z", "SG.k2P9vQ7x.aB3dE5",
    "8c2fb1d0-9ae3-4f57-b1c2-0a9d8e7f6c5b", "hello_w0rld_9", "secret123", "password123!", "$ecr3tPa55", "%9kfD2#s",
    "a(b4!c", "Admin@123", "root1234", "r3d-Pand4", "p@ss w0rd1", "пароль123", "1qaz@WSX", "zxcvbn", "test1234",
    "changeit", "tiger7", "e!@$%s^&*j)_x+m.", "admin_2019x", "pa$$", "MyD0gSpot", "abc123!x", "itnc ptx8 wk2t m3mk q4lx 7bcx vdes wrwh",
];

#[test]
fn passwords_that_people_use() {
    for case in PASSWORDS {
        assert_eq!(plausible(case.as_bytes()), Verdict::Plausible, "{case}");
    }
}

#[rustfmt::skip]
const OTHERS: &[&str] = &[
    // nothing, too little, words of languages and schemas
    "", "abc", "null", "None", "nil", "true", "false", "undefined", "string", "String!", "str", "int", "boolean",
    "required", "optional", "password", "PASSWORD", "passwd", "secret", "token", "Hidden", "text", "readonly", "utf8",
    // placeholders and templates
    "changeme", "YOUR_PASSWORD", "<password>", "${DB_PASSWORD}", "$DB_PASSWORD", "%PASSWORD%", "{{ password }}",
    "#{password}", "${CI_REGISTRY_PASSWORD:-${CI_JOB_TOKEN}}", "********", "xxxxxxxx", "aaaaaaaa", "...", "------",
    "my_password", "example-password", "o.ClientSecret", "@credential.persisted?", "roomToken})",
    "RFC2136_TSIG_SECRET", "gui_24_hour_time", "base64KeyLength", "reference_token=", "?allowNativePasswords=false",
    "application/vnd.acme.v3+json", "/home?access_token=testing", "jjwt-impl:0.11.2", "100px;", "$(docker",
    "$(cat x)",
    // references
    "os.environ[\"PASSWORD\"]", "process.env.DB_PASS", "getenv('PW')", "config.password", "self.password",
    "request.form['x']", "loginVals.Password", "old_conn->bits.user_passwd", "ENV['PASSWORD']", "$this->secret(",
    "Settings::password", "args[0]", "@password", ":password", "&password", "*secret", "params[:password]",
    "user?.password", "!vault", "ENC[abc123]", "ENC(dGVzdA9k)", "vault:secret/data/db#password",
    "op://vault/item/field", "arn:aws:secretsmanager:eu-west-1:1234:secret:x", "{cipher}ab12cd34",
    // calls and code
    "getpass()", "m.get_binary()", "SelectUser(username)", "getpwuid(geteuid())", "fail).push(elem)", "(str", "True)",
    "function", "Authorization{Email:", "[]ObjectReference{", "==g.type||g.nodeName.toLowerCase()===", "`${r}`)",
    "new Password(", "hash(password)",
    // sentences
    "Enter your password", "Forgot password?", "Password is required", "Mot de passe oublié", "Пароль", "密码密码",
    "must be 8 characters",
    // names
    "validatePassword", "password_confirmation", "secret_strategy", "GetResourcePolicy",
    "ERROR_DS_DRA_SECRETS_DENIED", "crypted_password_attribute_name", "opts.DisplayHtpasswdForm",
    "REACT_APP_RESET_PASSWORD", "hash_application_secrets", "not_compromised_password", "Pbkdf2PasswordEncoder",
    "NewPassword", "password-field", "resetPasswordForm2", "userName", "#password", ".password-input",
    // places
    "/run/secrets/db-password", "mnt/data/nginx/htpasswd", "users/reset_password/", "https://example.org/x",
    "//rubygems.org/gems/bcrypt", "./secret.txt", "~/.ssh/id_rsa", "C:\\secrets\\pw", "config/master.key",
    "secret.json", "server.crt", "db.acme.dev", "alice@acme.dev", "127.0.0.1", "127.0.0.1:6379", "../keys",
    // formats, patterns, numbers, options, pairs
    "%s", "%s:%s", "{0}", "{}", "{password}", "{Binding Path=x}", "^[a-z]+$", "[A-Za-z0-9]{8}", "\\w+", "(?i)pw",
    ".*", "0x00000020", "^1.0.0", "2024-01-31", "1.5", "8080", "10.0.0.1", "--password", "-p",
    "--docker-username=admin", "verify_ssl=True)", "Database=MyMeetings", "sslmode=disable",
    "allowCleartextPasswords=true", "secretsmanager:UpdateSecret", "postgres:latest", "</password>", "<input",
];

#[test]
fn what_is_no_password() {
    for case in OTHERS {
        assert_eq!(plausible(case.as_bytes()), Verdict::Impossible, "{case}");
    }
}

#[test]
fn what_is_doubtful() {
    let cases = [
        "admin",
        "postgres",
        "313689",
        "$2b$12$K3ixZ9nXq2Vb8dYtR5sWuO",
        "{SSHA}k3Jx9qPz",
        "frob_quux",
        "no-ejki",
        "eoexos_dliiwoc_borega",
        "NetxOtjntgih",
    ];
    for case in cases {
        assert!(matches!(plausible(case.as_bytes()), Verdict::Doubtful(_)), "{case}");
    }
}

#[test]
fn the_lists_are_sorted() {
    assert!(KEYWORDS.is_sorted_by(|a, b| a < b));
    assert!(PARTS.is_sorted_by(|a, b| a < b));
}

#[test]
fn base64_of_words_that_are_no_password_is_none_either() {
    for plain in ["password", "secret-session-token", "my-service-principal-client-secret\n", "${DB_PASSWORD}x"] {
        let encoded = data_encoding::BASE64.encode(plain.as_bytes());
        assert_eq!(plausible(encoded.as_bytes()), Verdict::Impossible, "{plain}");
    }
    assert_eq!(plausible(data_encoding::BASE64.encode(b"tR4!kq92Lmz").as_bytes()), Verdict::Plausible);
}
