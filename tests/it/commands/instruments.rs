//! Instruments, sectors and catalogues through the real program: read, taken, checked, reported.

use super::refused;
use crate::sandbox::Sandbox;

/// Diagnoses in which everything is wrong that can be.
const FAULTY: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: XSO
title: Migration in the development plan
language: en
currency: XTS
fictitious: true
answers:
  policy-framework:
    policy-diagnoses:
      - id: first
        date: \"2026-04-16\"
        health-care: perhaps
      - id: second
        date: \"2026-04-16\"
      - id: later
        date: \"2062-04-16\"
      - id: undated
        by: Planning unit
  institutions:
    mechanism-scores:
      - id: points
        date: \"2026-04-16\"
        scoring: out-of-80
        commitment: 11
        long-term: 13
        coordination: 10
";

#[test]
fn a_diagnosis_that_cannot_be_right_is_found_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", FAULTY);
    let output = sandbox.run(&["check", "a.yaml"]);
    let found: Vec<&str> = output
        .stdout
        .lines()
        .filter(|line| line.contains("]:") || line.trim_start().starts_with("--> "))
        .collect();
    insta::assert_snapshot!(found.join("\n"), @r#"
    error[unknown-choice]: `perhaps` is not a possible answer to `health-care`
      --> a.yaml:13:22
    error[repeated-value]: `date` is `2026-04-16` in two records
      --> a.yaml:15:15
    warning[future-date]: 2062-04-16 is later than today, 2026-11-23
      --> a.yaml:17:15
    error[missing-name]: `undated` has no `date`
      --> a.yaml:18:13
    error[number-out-of-range]: `11` is not between 0 and 10
      --> a.yaml:25:21
    error[number-out-of-range]: `13` is not between 0 and 12
      --> a.yaml:26:20
    "#);
}

#[test]
fn a_sector_is_told_in_the_readers_language() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["handbook", "sector", "remittances"]), @r#"
    Remittances, financial services and investment

    What migration does to the sector
      Money from abroad pays for food, school and houses, steadies the currency, and
      teaches families to use accounts.

    What the sector does to migration
      High prices and missing papers keep transfers costly or outside the bank; good
      services make them count for more.

    Questions a ministry should ask itself
      - What does it cost to send 200 USD on each main corridor?
      - Do contracts tie agents to one provider?
      - Which identity papers does a provider accept?
      - How many recipients have an account in their own name?

    Measures that are often taken
      - A public comparison of prices
      - An end to exclusive contracts, and rules for digital wallets
      - Accounts and financial education for recipients, women above all

    Take care
      The money belongs to families. A plan that counts it as public money loses
      their trust.

    Indicators
      X08  Remittances received and share of GDP
      X09  Average cost of sending 200 USD
      X10  Households that receive remittances
      X11  Use of remittances

    SDG targets and Compact objectives
      10.c  Cheaper remittances
      8.10  Access to banking
      17.3  Resources incl. remittances
      Compact 20  Remittances

    our proposal
    [EOF]
    [exit status: 0]
    "#);
    let french = Sandbox::new().french();
    let told = french.ok(&["handbook", "sector", "remittances"]);
    assert!(told.contains("Les envois de fonds"), "{told}");
    insta::assert_snapshot!(refused(&sandbox, &["handbook", "sector", "remitances"], 2), @r#"
    ------- stderr -------
    error: there is no sector remitances
    hint: did you mean `remittances`?
    [EOF]
    [exit status: 2]
    "#);
}

#[test]
fn sectors_come_with_ready_made_lists() {
    let listed = Sandbox::new().ok(&["handbook", "sector"]);
    for expected in [
        "human-resource-planning",
        "jamaica-nine",
        "oecd-five",
        "local-five",
    ] {
        assert!(listed.contains(expected), "{expected}: {listed}");
    }
    let json = Sandbox::new().ok(&["handbook", "sector", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["sectors"].as_array().map(Vec::len), Some(22));
    let oecd = json["presets"]
        .as_array()
        .expect("presets")
        .iter()
        .find(|preset| preset["id"] == "oecd-five")
        .expect("the list of the OECD");
    assert_eq!(oecd["dimensions"].as_array().map(Vec::len), Some(4));
}

#[test]
fn an_instrument_is_shown_with_marks_formula_and_classes() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["handbook", "instrument", "sdg-10-7-2"]), @r#"
    Diagnosis of migration policies (SDG 10.7.2)
    Our own reading with the method of SDG indicator 10.7.2. It is not the official
    value, which comes from the United Nations inquiry among governments. Domains,
    formula and class names are confirmed; the thirty items, their marks and the
    cut-offs are recalled and have to be checked before they are quoted.

    Domain: sum of the marks of its five items, divided by 5, times 100. Overall:
    the same over all thirty items. A domain with an open item has no value yet,
    because the method always divides by five.
    Taken in step G4, from question G412 on.

    1. Migrants’ rights
      - Essential and emergency health care – Can migrants get it?
      - Public schooling – Can migrant children go to public schools?
      - Equal pay for equal work – Are migrants covered by the rule?
      - Social security – Can migrants contribute and draw benefits?
      - Access to justice – Can migrants go to court and be heard?

    2. Whole of government and evidence
      - A body in charge of migration policy – Named by law or decree
      - Strategy for regular pathways – For entry, including for work
      - Strategy for inclusion – Of migrants in society
      - Gender in migration policy – A mechanism makes sure that policy responds to
        gender
      - Data inform migration policy – Disaggregated data, by a set mechanism

    3. Cooperation and partnerships
      - Ministries coordinate – A mechanism between ministries exists
      - Bilateral agreements – On migration, including labour
      - Regional agreements on mobility
      - Agreements on return and readmission
      - A channel for others to be heard – Civil society and the private sector take
        part

    4. Socio-economic well-being
      - Labour needs are assessed – From time to time, to adjust labour migration
      - Social security moves along – Benefits earned can be kept when moving
      - Skills and diplomas are recognised
      - Remittances are made easier – Cheaper, faster or safer by a public measure
      - Fair and ethical recruitment – Rules exist and are applied

    5. Mobility in crises
      - Reception of people who flee – A system to receive, register and identify
        them
      - Contingency plans – For the basic needs of people who are displaced
      - Help for citizens in crises abroad
      - Displacement in the disaster strategy – The national strategy for disaster
        risk reduction
      - Temporary stay or protection – For people who cannot go home

    6. Safe, orderly and regular migration
      - Overstays are monitored – When a visa or permit has run out
      - Controls before arrival
      - Children who travel alone – Provisions for unaccompanied or separated
        children
      - Information for migrants – Campaigns on how to migrate and on the risks
      - Against trafficking and smuggling – A strategy exists

    Marks
      2, 3, 4, 5, 6.  Yes: 1; No: 0; Not known: no mark
      1.  Yes, whatever the legal status: 1; Only with a regular status: 0.5; No: 0;
          Not known: no mark

    Classes
      Requires further progress: from 0%
      Partially meets: from 40%
      Meets: from 80%
      Fully meets: from 100%

    confirmed in part, the rest recalled: SDG indicator 10.7.2: metadata (Spanish
      statistics institute), six domains, formula, classes (C8)
    [EOF]
    [exit status: 0]
    "#);
    let json = sandbox.ok(&["handbook", "instrument", "sdg-17-14-1", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["editions"]["out-of-96"], "12");
    assert_eq!(json["domains"].as_array().map(Vec::len), Some(8));
    let all = sandbox.ok(&["handbook", "instrument"]);
    assert_eq!(all.lines().count(), 3, "{all}");
    let said = refused(&sandbox, &["handbook", "instrument", "sdg"], 2);
    assert!(
        said.to_string().contains("there is no instrument sdg"),
        "{said}"
    );
}

#[test]
fn catalogues_say_how_sure_their_entries_are() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["handbook", "catalogue", "compact-principles"]), @r#"
      a  People-centred [1]
      b  International cooperation [1]
      c  National sovereignty [1]
      d  Rule of law and due process [1]
      e  Sustainable development [1]
      f  Human rights [1]
      g  Gender-responsive [1]
      h  Child-sensitive [2]
      i  Whole-of-government approach [2]
      j  Whole-of-society approach [2]

    [1] confirmed in part, the rest recalled: UN Network on Migration: short labels
        of the Compact objectives, English (C3); UN Network on Migration: short
        labels of the Compact objectives, French (C4); UN Network on Migration:
        Compact objectives and principles, Spanish (S103)
    [2] confirmed: UN Network on Migration: short labels of the Compact objectives,
        English (C3); UN Network on Migration: short labels of the Compact
        objectives, French (C4); UN Network on Migration: Compact objectives and
        principles, Spanish (S103)
    [EOF]
    [exit status: 0]
    "#);
    let json = sandbox.ok(&["handbook", "catalogue", "sdg-goals", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["entries"][0]["status"], "topic");
    assert_eq!(json["entries"][16]["id"], "17");
    let names = sandbox.ok(&["handbook", "catalogue"]);
    assert!(names.contains("profile-indicators  92 entries"), "{names}");
    insta::assert_snapshot!(refused(&sandbox, &["handbook", "catalogue", "sdg-goal"], 2), @r#"
    ------- stderr -------
    error: there is no catalogue sdg-goal
    hint: did you mean `sdg-goals`?
    [EOF]
    [exit status: 2]
    "#);
}

#[test]
fn the_result_is_told_with_its_formula_and_what_kind_of_figure_it_is() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "sorania.yaml",
        include_str!("../../../examples/sorania.yaml"),
    );
    insta::assert_snapshot!(sandbox.run(&["get", "sorania.yaml", "N24"]), @r#"
    Instrument	Self-score of policy coherence
    Latest diagnosis	2026-05-21
    Taken by	Data group with five ministries

    Latest diagnosis, by domain
    Domain	Value	Class	Answered	Change
    Coherent institutions	4.5	Partly in place	10/10	+3
    Lower costs of migrating	3.8	Little in place	8/8	+1.3
    Rights of migrants and families	5	Partly in place	10/10	+0.6
    Integration and reintegration	2.1	Little in place	7/7	+1.4
    Effect on development	4.2	Partly in place	6/6	+1.7

    Values by domain and date
    Domain	2025-05-22	2026-05-21
    Coherent institutions	1.5	4.5
    Lower costs of migrating	2.5	3.8
    Rights of migrants and families	4.4	5
    Integration and reintegration	0.7	2.1
    Effect on development	2.5	4.2

    Classes of values
    Class	From
    Little in place	0
    Partly in place	4
    Largely in place	7

    Dimension: mean of the marks of its items (in full 10, in part 5, not at all 0), all of equal weight. Items that do not concern the country do not count; open ones are left out and counted beside the value. No single number is made of the five dimensions.

    Our own self-score, aligned with the five dimensions of the coherence dashboard of KNOMAD and the OECD. It is not an official score: the items and their anchors are ours.
    [EOF]
    [exit status: 0]
    "#);
    let json = sandbox.ok(&["get", "sorania.yaml", "G419", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let answer = &json["answer"];
    assert_eq!(answer["tables"][0]["rows"][0]["cells"][1], "70");
    assert!(
        answer["remarks"][0]
            .as_str()
            .is_some_and(|text| text.contains("not the official"))
    );
    assert!(
        answer["formula"]
            .as_str()
            .is_some_and(|text| text.contains("divided by 5"))
    );
}

#[test]
fn the_report_has_the_diagnosis_by_domain_and_date() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "sorania.yaml",
        include_str!("../../../examples/sorania.yaml"),
    );
    let report = sandbox.ok(&["export", "sorania.yaml", "--to", "markdown"]);
    let start = report.find("G419").expect("the section");
    let part: String = report[start..]
        .split("\n## ")
        .next()
        .unwrap_or_default()
        .to_owned();
    let part = part.split("\n#").next().unwrap_or_default();
    insta::assert_snapshot!(part, @r#"
    G419 Diagnosis of migration policies: results by domain and date

    - **Instrument** — **Diagnosis of migration policies (SDG 10.7.2)**
    - **Latest diagnosis** — **16 April 2026**
    - **Taken by** — **Legal unit of the Ministry of Labour with five ministries**
    - **Overall value** — **65%**
    - **Class** — **Partially meets**
    - **Change since the one before** — **+30**

    **Latest diagnosis, by domain**&#32;

    | Domain | Value | Class | Answered | Change |
    | --- | ---: | --- | --- | ---: |
    | Migrants’ rights | 70% | Partially meets | 5/5 | +20 |
    | Whole of government and evidence | 40% | Partially meets | 5/5 | +20 |
    | Cooperation and partnerships | 80% | Meets | 5/5 | +40 |
    | Socio-economic well-being | 40% | Partially meets | 5/5 | +40 |
    | Mobility in crises | 80% | Meets | 5/5 | +40 |
    | Safe, orderly and regular migration | 80% | Meets | 5/5 | +20 |
    | **Overall** | **65%** | **Partially meets** | **30/30** | **+30** |

    **Values by domain and date**&#32;

    | Domain | 10 April 2025 | 16 April 2026 |
    | --- | ---: | ---: |
    | Migrants’ rights | 50% | 70% |
    | Whole of government and evidence | 20% | 40% |
    | Cooperation and partnerships | 40% | 80% |
    | Socio-economic well-being | 0% | 40% |
    | Mobility in crises | 40% | 80% |
    | Safe, orderly and regular migration | 60% | 80% |
    | **Overall** | **35%** | **65%** |

    **Classes of values**&#32;

    | Class | From |
    | --- | ---: |
    | Requires further progress | 0% |
    | Partially meets | 40% |
    | Meets | 80% |
    | Fully meets | 100% |

    **How this was worked out:** Domain: sum of the marks of its five items, divided by 5, times 100. Overall: the same over all thirty items. A domain with an open item has no value yet, because the method always divides by five.

    **What these figures are:** Our own reading with the method of SDG indicator 10.7.2. It is not the official value, which comes from the United Nations inquiry among governments. Domains, formula and class names are confirmed; the thirty items, their marks and the cut-offs are recalled and have to be checked before they are quoted.
    "#);
}
