//! The booklet on a terminal, and terms and numbers at a prompt.

use super::{CTRL_C, ENTER, ESC, office, on_line, open, walk_in};
use crate::sandbox::Sandbox;

#[test]
fn the_booklet_is_read_page_by_page() {
    let sandbox = Sandbox::new().spanish();
    let mut read = open(&sandbox, &["handbook", "read", "plan"], (80, 24), &[]);
    read.at("Al inicio", "").at("terminar", ENTER);
    read.until_screen("the next page", |screen| {
        screen.text().contains("J02") && screen.text().contains("Enter")
    });
    read.send(ESC);
    assert_eq!(read.exit_code(), 0);
    let mut read = open(&sandbox, &["handbook", "read", "plan"], (80, 24), &[]);
    read.at("terminar", CTRL_C);
    assert_eq!(read.exit_code(), 130);
}

#[test]
fn the_persons_pager_is_used_where_one_is_set() {
    let sandbox = Sandbox::new();
    let env = [("PAGER", "tail -n 2")];
    let mut read = open(&sandbox, &["handbook", "read", "plan"], (80, 24), &env);
    read.until("taken from its publications");
    assert_eq!(read.exit_code(), 0);
    let env = [("PAGER", "no-such-program -x")];
    let mut read = open(&sandbox, &["handbook", "read", "plan"], (80, 24), &env);
    read.at("ends", ESC);
    assert_eq!(read.exit_code(), 0);
}

#[test]
fn terms_are_looked_up_and_numbers_with_two_readings_refused_at_a_prompt() {
    let office = office();
    let size = (80, 24);
    let mut walk = walk_in(&office, &["B07"], size, &[("LANG", "es_EC.UTF-8")]);
    on_line(&mut walk, "B07", ":glosario remesas\r");
    on_line(&mut walk, "inglés: remittances", ":glosario linea de bas\r");
    on_line(&mut walk, "inglés: baseline", "1.234\r");
    walk.until("escriba `1234` o `1,2340`");
    walk.until_screen("what was typed", |screen| {
        screen.text().ends_with("> 1.234")
    });
    walk.send("\x151,5\r");
    walk.at("guardado", "").at("comando", ":salir\r");
    assert_eq!(walk.exit_code(), 0);
    assert!(office.read("tunisia.yaml").contains("months-left: 1.5"));
}
