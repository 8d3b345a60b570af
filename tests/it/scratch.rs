#[test]
fn scratch() {
    use mainstream::emit::human::Human;
    let bench = crate::rules::Bench::new();
    let language = std::env::var("L").unwrap_or("en".into()).parse().unwrap();
    let pages = mainstream::rules::page::Pages::new(language);
    let messages = mainstream::language::Messages::load(language);
    let clean = |t: &str| mainstream::ui::sanitize_line(t).into_owned();
    let texts = mainstream::handbook::Texts::new(&bench.handbook, language);
    let question = |code: &str| bench.handbook.question(code).map(|q| texts.ask(q).into_owned());
    let human = Human { pages: &pages, messages: &messages, color: false, width: 80, clean: &clean, question: &question };
    for file in std::env::var("F").unwrap_or_default().split(' ') {
        let bytes = std::fs::read(file).unwrap();
        let checked = bench.check(file, &bytes);
        for f in &checked.findings {
            println!("{}", if std::env::var("P").is_ok() { human.render_plain(&checked.source, f) } else { human.render_drawn(&checked.source, f) });
        }
        println!("== {} findings", checked.findings.len());
    }
}
