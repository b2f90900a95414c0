//! The frameworks that a rule's findings fall under: CWE, the OWASP Non-Human Identities Top 10, and the NIST Cybersecurity Framework.

use serde_sarif::sarif::{
    ReportingDescriptor, ReportingDescriptorReference, ReportingDescriptorRelationship, ToolComponent,
    ToolComponentReference,
};

use super::properties::{description, integer};
use crate::rule::{Family, LifetimeClass, Rule, Validator};

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

const HARD_CODED_KEY: Class = Class {
    framework: CWE,
    id: "CWE-321",
    title: "Use of Hard-coded Cryptographic Key",
    uri: "https://cwe.mitre.org/data/definitions/321.html",
    tag: "external/cwe/cwe-321",
};
const IN_SOURCE_CODE: Class = Class {
    framework: CWE,
    id: "CWE-540",
    title: "Inclusion of Sensitive Information in Source Code",
    uri: "https://cwe.mitre.org/data/definitions/540.html",
    tag: "external/cwe/cwe-540",
};
const HARD_CODED_CREDENTIALS: Class = Class {
    framework: CWE,
    id: "CWE-798",
    title: "Use of Hard-coded Credentials",
    uri: "https://cwe.mitre.org/data/definitions/798.html",
    tag: "external/cwe/cwe-798",
};
const SECRET_LEAKAGE: Class = Class {
    framework: NHI,
    id: "NHI2:2025",
    title: "Secret Leakage",
    uri: "https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/",
    tag: "owasp-nhi/nhi2-2025",
};
const OVERPRIVILEGED: Class = Class {
    framework: NHI,
    id: "NHI5:2025",
    title: "Overprivileged NHI",
    uri: "https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/",
    tag: "owasp-nhi/nhi5-2025",
};
const LONG_LIVED: Class = Class {
    framework: NHI,
    id: "NHI7:2025",
    title: "Long-Lived Secrets",
    uri: "https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/",
    tag: "owasp-nhi/nhi7-2025",
};

const MANAGED_CREDENTIALS: Class = Class {
    framework: CSF,
    id: "PR.AA-01",
    title: "Identities and credentials are managed by the organization",
    uri: "https://www.nist.gov/cyberframework",
    tag: "nist-csf/pr.aa-01",
};
const LEAST_PRIVILEGE: Class = Class {
    framework: CSF,
    id: "PR.AA-05",
    title: "Access permissions incorporate least privilege and separation of duties",
    uri: "https://www.nist.gov/cyberframework",
    tag: "nist-csf/pr.aa-05",
};

/// All classes, by framework and number.
static CLASSES: [Class; 8] = [
    HARD_CODED_KEY,
    IN_SOURCE_CODE,
    HARD_CODED_CREDENTIALS,
    SECRET_LEAKAGE,
    OVERPRIVILEGED,
    LONG_LIVED,
    MANAGED_CREDENTIALS,
    LEAST_PRIVILEGE,
];

/// The classes that the findings of a rule fall under.
pub fn classes(rule: &Rule) -> Vec<&'static Class> {
    let family = rule.id.family();
    let secret = family == Family::Secret;
    let applies = |class: &Class| match class.id {
        "CWE-321" => rule.format().is_some_and(|format| format.validate.contains(&Validator::PrivateKey)),
        "NHI5:2025" | "PR.AA-05" => family == Family::Scope,
        "PR.AA-01" => family != Family::Scope,
        "NHI7:2025" => family == Family::Lifetime || rule.lifetime.class == LifetimeClass::Static,
        _ => secret,
    };
    CLASSES.iter().filter(|class| applies(class)).collect()
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
