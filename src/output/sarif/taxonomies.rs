//! The frameworks that a rule's findings fall under: CWE, the OWASP Non-Human Identities Top 10, and the NIST Cybersecurity Framework.

use serde_sarif::sarif::{
    ReportingDescriptor, ReportingDescriptorReference, ReportingDescriptorRelationship, ToolComponent,
    ToolComponentReference,
};

use super::properties::{description, integer};
use crate::rule::{Family, Frameworks, LifetimeClass, Rule, Validator};

/// A classification by others.
struct Framework {
    name: &'static str,
    version: &'static str,
    organization: &'static str,
    summary: &'static str,
    uri: &'static str,
}

/// One class of a framework.
#[derive(Debug, PartialEq, Eq)]
pub struct Class {
    framework: usize,
    id: &'static str,
    title: &'static str,
    uri: &'static str,
    /// The tag under which GitHub filters for it.
    pub tag: &'static str,
}

const CWE: usize = 0;
const NHI: usize = 1;
const CSF: usize = 2;

const FRAMEWORKS: [Framework; 3] = [
    Framework {
        name: "CWE",
        version: "4.16",
        organization: "MITRE",
        summary: "Common Weakness Enumeration",
        uri: "https://cwe.mitre.org/",
    },
    Framework {
        name: "OWASP-NHI",
        version: "2025",
        organization: "OWASP",
        summary: "OWASP Non-Human Identities Top 10",
        uri: "https://owasp.org/www-project-non-human-identities-top-10/2025/",
    },
    Framework {
        name: "NIST-CSF",
        version: "2.0",
        organization: "NIST",
        summary: "Cybersecurity Framework",
        uri: "https://www.nist.gov/cyberframework",
    },
];

/// A weakness of MITRE's list.
const fn cwe(id: &'static str, title: &'static str, uri: &'static str, tag: &'static str) -> Class {
    Class { framework: CWE, id, title, uri, tag }
}

/// A risk of the OWASP Non-Human Identities Top 10.
const fn nhi(id: &'static str, title: &'static str, uri: &'static str, tag: &'static str) -> Class {
    Class { framework: NHI, id, title, uri, tag }
}

/// An outcome of the Cybersecurity Framework.
const fn csf(id: &'static str, title: &'static str, tag: &'static str) -> Class {
    Class { framework: CSF, id, title, uri: "https://www.nist.gov/cyberframework", tag }
}

/// All classes, by framework and number.
static CLASSES: [Class; 45] = [
    cwe(
        "CWE-250",
        "Execution with Unnecessary Privileges",
        "https://cwe.mitre.org/data/definitions/250.html",
        "external/cwe/cwe-250",
    ),
    cwe(
        "CWE-256",
        "Plaintext Storage of a Password",
        "https://cwe.mitre.org/data/definitions/256.html",
        "external/cwe/cwe-256",
    ),
    cwe(
        "CWE-262",
        "Not Using Password Aging",
        "https://cwe.mitre.org/data/definitions/262.html",
        "external/cwe/cwe-262",
    ),
    cwe(
        "CWE-263",
        "Password Aging with Long Expiration",
        "https://cwe.mitre.org/data/definitions/263.html",
        "external/cwe/cwe-263",
    ),
    cwe(
        "CWE-269",
        "Improper Privilege Management",
        "https://cwe.mitre.org/data/definitions/269.html",
        "external/cwe/cwe-269",
    ),
    cwe(
        "CWE-272",
        "Least Privilege Violation",
        "https://cwe.mitre.org/data/definitions/272.html",
        "external/cwe/cwe-272",
    ),
    cwe(
        "CWE-284",
        "Improper Access Control",
        "https://cwe.mitre.org/data/definitions/284.html",
        "external/cwe/cwe-284",
    ),
    cwe(
        "CWE-287",
        "Improper Authentication",
        "https://cwe.mitre.org/data/definitions/287.html",
        "external/cwe/cwe-287",
    ),
    cwe(
        "CWE-306",
        "Missing Authentication for Critical Function",
        "https://cwe.mitre.org/data/definitions/306.html",
        "external/cwe/cwe-306",
    ),
    cwe(
        "CWE-312",
        "Cleartext Storage of Sensitive Information",
        "https://cwe.mitre.org/data/definitions/312.html",
        "external/cwe/cwe-312",
    ),
    cwe(
        "CWE-321",
        "Use of Hard-coded Cryptographic Key",
        "https://cwe.mitre.org/data/definitions/321.html",
        "external/cwe/cwe-321",
    ),
    cwe(
        "CWE-324",
        "Use of a Key Past its Expiration Date",
        "https://cwe.mitre.org/data/definitions/324.html",
        "external/cwe/cwe-324",
    ),
    cwe(
        "CWE-346",
        "Origin Validation Error",
        "https://cwe.mitre.org/data/definitions/346.html",
        "external/cwe/cwe-346",
    ),
    cwe(
        "CWE-441",
        "Unintended Proxy or Intermediary ('Confused Deputy')",
        "https://cwe.mitre.org/data/definitions/441.html",
        "external/cwe/cwe-441",
    ),
    cwe(
        "CWE-522",
        "Insufficiently Protected Credentials",
        "https://cwe.mitre.org/data/definitions/522.html",
        "external/cwe/cwe-522",
    ),
    cwe(
        "CWE-526",
        "Cleartext Storage of Sensitive Information in an Environment Variable",
        "https://cwe.mitre.org/data/definitions/526.html",
        "external/cwe/cwe-526",
    ),
    cwe(
        "CWE-540",
        "Inclusion of Sensitive Information in Source Code",
        "https://cwe.mitre.org/data/definitions/540.html",
        "external/cwe/cwe-540",
    ),
    cwe(
        "CWE-613",
        "Insufficient Session Expiration",
        "https://cwe.mitre.org/data/definitions/613.html",
        "external/cwe/cwe-613",
    ),
    cwe(
        "CWE-668",
        "Exposure of Resource to Wrong Sphere",
        "https://cwe.mitre.org/data/definitions/668.html",
        "external/cwe/cwe-668",
    ),
    cwe(
        "CWE-732",
        "Incorrect Permission Assignment for Critical Resource",
        "https://cwe.mitre.org/data/definitions/732.html",
        "external/cwe/cwe-732",
    ),
    cwe(
        "CWE-798",
        "Use of Hard-coded Credentials",
        "https://cwe.mitre.org/data/definitions/798.html",
        "external/cwe/cwe-798",
    ),
    cwe(
        "CWE-829",
        "Inclusion of Functionality from Untrusted Control Sphere",
        "https://cwe.mitre.org/data/definitions/829.html",
        "external/cwe/cwe-829",
    ),
    cwe("CWE-862", "Missing Authorization", "https://cwe.mitre.org/data/definitions/862.html", "external/cwe/cwe-862"),
    cwe(
        "CWE-863",
        "Incorrect Authorization",
        "https://cwe.mitre.org/data/definitions/863.html",
        "external/cwe/cwe-863",
    ),
    cwe(
        "CWE-1220",
        "Insufficient Granularity of Access Control",
        "https://cwe.mitre.org/data/definitions/1220.html",
        "external/cwe/cwe-1220",
    ),
    cwe("CWE-1390", "Weak Authentication", "https://cwe.mitre.org/data/definitions/1390.html", "external/cwe/cwe-1390"),
    nhi(
        "NHI1:2025",
        "Improper Offboarding",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/",
        "owasp-nhi/nhi1-2025",
    ),
    nhi(
        "NHI2:2025",
        "Secret Leakage",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/",
        "owasp-nhi/nhi2-2025",
    ),
    nhi(
        "NHI3:2025",
        "Vulnerable Third-Party NHI",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/3-vulnerable-third-party-nhi/",
        "owasp-nhi/nhi3-2025",
    ),
    nhi(
        "NHI4:2025",
        "Insecure Authentication",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/4-insecure-authentication/",
        "owasp-nhi/nhi4-2025",
    ),
    nhi(
        "NHI5:2025",
        "Overprivileged NHI",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/",
        "owasp-nhi/nhi5-2025",
    ),
    nhi(
        "NHI6:2025",
        "Insecure Cloud Deployment Configurations",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/6-insecure-cloud-deployment-configurations/",
        "owasp-nhi/nhi6-2025",
    ),
    nhi(
        "NHI7:2025",
        "Long-Lived Secrets",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/",
        "owasp-nhi/nhi7-2025",
    ),
    nhi(
        "NHI8:2025",
        "Environment Isolation",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/",
        "owasp-nhi/nhi8-2025",
    ),
    nhi(
        "NHI9:2025",
        "NHI Reuse",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/",
        "owasp-nhi/nhi9-2025",
    ),
    nhi(
        "NHI10:2025",
        "Human Use of NHI",
        "https://owasp.org/www-project-non-human-identities-top-10/2025/10-human-use-of-nhi/",
        "owasp-nhi/nhi10-2025",
    ),
    csf("PR.AA-01", "Identities and credentials are managed by the organization", "nist-csf/pr.aa-01"),
    csf("PR.AA-03", "Users, services, and hardware are authenticated", "nist-csf/pr.aa-03"),
    csf("PR.AA-04", "Identity assertions are protected, conveyed, and verified", "nist-csf/pr.aa-04"),
    csf("PR.AA-05", "Access permissions incorporate least privilege and separation of duties", "nist-csf/pr.aa-05"),
    csf(
        "PR.DS-01",
        "The confidentiality, integrity, and availability of data-at-rest are protected",
        "nist-csf/pr.ds-01",
    ),
    csf(
        "PR.DS-10",
        "The confidentiality, integrity, and availability of data-in-use are protected",
        "nist-csf/pr.ds-10",
    ),
    csf("PR.PS-01", "Configuration management practices are established and applied", "nist-csf/pr.ps-01"),
    csf("PR.PS-06", "Secure software development practices are integrated", "nist-csf/pr.ps-06"),
    csf("GV.SC-07", "The risks posed by suppliers and third parties are understood and managed", "nist-csf/gv.sc-07"),
];

/// The classes that the findings of a rule fall under: those of its family, and those that it names itself.
pub fn classes(rule: &Rule) -> Vec<&'static Class> {
    let family = rule.id.family();
    let secret = family == Family::Secret;
    let applies = |class: &Class| match class.id {
        "CWE-321" if secret => rule.format().is_some_and(|format| format.validate.contains(&Validator::PrivateKey)),
        "CWE-540" | "CWE-798" | "NHI2:2025" if secret => true,
        "NHI5:2025" | "PR.AA-05" if family == Family::Scope => true,
        "NHI7:2025" if family == Family::Lifetime || rule.lifetime.class == LifetimeClass::Static => true,
        "PR.AA-01" if family != Family::Scope => true,
        _ => is_named(class, &rule.frameworks),
    };
    CLASSES.iter().filter(|class| applies(class)).collect()
}

/// Whether a rule names a class itself.
fn is_named(class: &Class, named: &Frameworks) -> bool {
    let number = |prefix: &str, number: u32, suffix: &str| {
        class.id.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix)) == Some(number.to_string().as_str())
    };
    match class.framework {
        CWE => named.cwe.iter().any(|&weakness| number("CWE-", weakness, "")),
        NHI => named.nhi.iter().any(|&risk| number("NHI", risk, ":2025")),
        _ => named.csf.iter().any(|outcome| outcome == class.id),
    }
}

/// The frameworks of a run, each with the classes that its rules need.
#[derive(Default)]
pub struct Taxonomies {
    used: Vec<(usize, Vec<&'static Class>)>,
}

impl Taxonomies {
    /// The frameworks that these classes belong to.
    pub fn of(classes: &[&'static Class]) -> Self {
        let mut used = Vec::new();
        for framework in 0..FRAMEWORKS.len() {
            let needed = |class: &&Class| class.framework == framework && classes.contains(class);
            let taxa: Vec<&'static Class> = CLASSES.iter().filter(needed).collect();
            if !taxa.is_empty() {
                used.push((framework, taxa));
            }
        }
        Self { used }
    }

    /// The frameworks as the run holds them.
    pub fn components(&self) -> Vec<ToolComponent> {
        self.used.iter().map(|(framework, taxa)| component(&FRAMEWORKS[*framework], taxa)).collect()
    }

    /// References to them, as the driver holds them.
    pub fn references(&self) -> Vec<ToolComponentReference> {
        (0..self.used.len()).map(|index| self.reference(index)).collect()
    }

    /// How a rule relates to a class.
    pub fn relationship(&self, class: &Class) -> Option<ReportingDescriptorRelationship> {
        let component = self.used.iter().position(|(framework, _)| *framework == class.framework)?;
        let index = self.used[component].1.iter().position(|taxon| *taxon == class)?;
        let target = ReportingDescriptorReference::builder()
            .id(class.id)
            .index(integer(index))
            .tool_component(self.reference(component))
            .build();
        Some(ReportingDescriptorRelationship::builder().target(target).kinds(vec!["relevant".to_owned()]).build())
    }

    fn reference(&self, index: usize) -> ToolComponentReference {
        let framework = &FRAMEWORKS[self.used[index].0];
        ToolComponentReference::builder().name(framework.name).index(integer(index)).build()
    }
}

fn component(framework: &Framework, taxa: &[&Class]) -> ToolComponent {
    ToolComponent::builder()
        .name(framework.name)
        .version(framework.version)
        .organization(framework.organization)
        .short_description(description(framework.summary, framework.name))
        .information_uri(framework.uri)
        .is_comprehensive(false)
        .taxa(taxa.iter().map(|class| taxon(class)).collect::<Vec<_>>())
        .build()
}

fn taxon(class: &Class) -> ReportingDescriptor {
    ReportingDescriptor::builder()
        .id(class.id)
        .short_description(description(class.title, class.id))
        .help_uri(class.uri)
        .build()
}

/// Whether a class that a rule names is known, so that reports can show it.
#[cfg(test)]
pub fn unknown_classes(named: &Frameworks) -> Vec<String> {
    let ids = named.cwe.iter().map(|number| format!("CWE-{number}"));
    let ids = ids.chain(named.nhi.iter().map(|number| format!("NHI{number}:2025"))).chain(named.csf.iter().cloned());
    ids.filter(|id| !CLASSES.iter().any(|class| class.id == *id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_that_a_rule_names_is_known() {
        for rule in crate::rule::builtin().iter() {
            assert_eq!(unknown_classes(&rule.frameworks), Vec::<String>::new(), "{}", rule.id);
        }
    }
}
