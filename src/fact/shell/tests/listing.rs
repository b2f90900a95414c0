//! Lists: what parts commands, and what stands before them.

use super::said;

#[test]
fn operators_part_commands() {
    assert_eq!(said("a; b && c || d | e |& f & g\nh"), ["a", "b", "c", "d", "e", "f", "g", "h"]);
    assert_eq!(said("(a; (b)) && { c; d }; }"), ["a", "b", "c", "d }"]);
}

#[test]
fn words_of_the_language_are_no_commands() {
    let text = "if ! a; then b; elif c; then d; else e; fi\nfor x in 1 2; do f $x; done > g\nwhile h\ndo i; done\nfor ((j=0; j<3; j++)); do k; done";
    assert_eq!(said(text), ["a", "b", "c", "d", "e", "f _", "h", "i", "k"]);
    assert_eq!(
        said("if [[ a && ( b < c || d =~ ^(e|f)$ ) ]]; then g; fi\n[[ h ]] && i\n[[ j &&\n k ]] || l"),
        ["g", "i", "l"]
    );
    assert_eq!(said("(( x = 1 << 2 ))\na"), ["a"]);
}

#[test]
fn quoted_words_of_the_language_are_commands() {
    assert_eq!(said("'if' a; echo if then"), ["if a", "echo if then"]);
}

#[test]
fn patterns_are_no_commands() {
    let text = "case \"$1\" in\n  a|b) c; d ;;\n  # e)\n  (f)\n    g\n    ;;&\n  *) h ;;\nesac\ni";
    assert_eq!(said(text), ["c", "d", "g", "h", "i"]);
    assert_eq!(said("a $(case b in c) d;; esac) e; case f in esac; g"), ["a _ e", "d", "g"]);
    assert_eq!(said("case a in b) case c in d) e;; esac;; f) g;; esac; h"), ["e", "g", "h"]);
}

#[test]
fn functions_are_gone_into() {
    assert_eq!(said("a() { b; }\nc ( )\n{\n  d\n}\nfunction e { f; }\nfunction g() { h; }"), ["b", "d", "f", "h"]);
}

#[test]
fn assignments_are_left_out() {
    assert_eq!(
        said("A=b C+=d E[1]=f g H=i\nJ=k\nexport L=m\nN=$(o p)\nQ=(r s\n # t\n u) v=w"),
        ["g H=i", "export L=m", "o p"]
    );
    assert_eq!(said("declare -a A=(b c) d\n--a=b c"), ["declare -a A= d", "--a=b c"]);
}

#[test]
fn programs_that_run_others_are_left_out() {
    for text in [
        "sudo aws s3 ls",
        "sudo -E -u deploy HOME=/x aws s3 ls",
        "sudo -udeploy --group ops --preserve-env=A -- aws s3 ls",
        "/usr/bin/env -i -u B A=b aws s3 ls",
        "time -p nohup exec -a x command aws s3 ls",
        "xargs -n1 -I {} -P 4 aws s3 ls",
        "nice -n 5 timeout -s KILL 30 aws s3 ls",
        "$SUDO aws s3 ls",
        "A=b ${SUDO} C=d env aws s3 ls",
    ] {
        assert_eq!(said(text), ["aws s3 ls"], "{text}");
    }
    assert_eq!(
        said("sudo -i\nenv | sort\nexec > log\ncommand -v aws\nsudo env"),
        ["sudo -i", "env", "sort", "exec", "command -v aws", "sudo env"]
    );
}

#[test]
fn recipes_of_makefiles_are_read() {
    let text = "deploy: build\n\t@aws s3 cp $< s3://$(BUCKET)/$@\n\t-@docker login -p $$TOKEN $(REG)\n\t+@ $(MAKE) x && \\\n\t  y $$(z w)\nV = $(shell git rev-parse HEAD)\n";
    assert_eq!(
        said(text),
        [
            "deploy: build",
            "aws s3 cp _ s3://_/_",
            "docker login -p _ _",
            "_ x",
            "y _",
            "z w",
            "V = _",
            "git rev-parse HEAD"
        ]
    );
    assert_eq!(said("A := $(subst ',x,$(B))\n$(error what's (this))\nc $(info \nd"), ["A := _", "_", "c _", "d"]);
    assert_eq!(said("a:\n    @b c\n    -d\n"), ["a:", "b c", "-d"]);
}

#[test]
fn commands_keep_the_order_of_the_text() {
    assert_eq!(said("a $(b) `c` <(d); e \"$(f \"$(g)\")\""), ["a _ _ _", "b", "c", "d", "e _", "f _", "g"]);
}
