#[test]
fn generate() {
    use mainstream::rules::{RULES, page::Pages};
    let bench = crate::rules::Bench::new();
    let pages = Pages::new(mainstream::language::Language::En);
    for rule in RULES {
        let Some(example) = pages.example(rule.id) else { println!("no example {}", rule.id); continue };
        let dir = format!("tests/fixtures/rules/{}", rule.id);
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(format!("{dir}/good.yaml"), example.file(&example.good)).unwrap();
        let bad = format!("# finding: 99:99-99:99\n{}", example.file(&example.bad));
        let checked = bench.check("x", bad.as_bytes());
        let f = &checked.findings[0];
        let (a, b) = (checked.source.position(f.span.start), checked.source.position(f.span.end));
        let bad = bad.replacen("99:99-99:99", &format!("{}:{}-{}:{}", a.line, a.column, b.line, b.column), 1);
        std::fs::write(format!("{dir}/bad.yaml"), &bad).unwrap();
        let line = bad.lines().nth(a.line - 1).unwrap_or_default();
        let part: String = if a.line == b.line { line.chars().skip(a.column - 1).take(b.column - a.column).collect() } else { "MULTI".into() };
        println!("{:26} {}:{} `{}` in `{}`", rule.id, a.line, a.column, part, line);
    }
}
