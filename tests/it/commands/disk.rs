//! What a disk refuses: permissions, space, interruptions.

use std::process::{Command, Stdio};

use super::{SMALL, assert_french, contents, refused, with_small};
use crate::sandbox::{Output, Sandbox, note};

/// Whether the tests run as the account that nothing is refused to.
#[cfg(target_os = "linux")]
fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// Sets the permission bits of a path.
#[cfg(unix)]
pub(super) fn set_mode(sandbox: &Sandbox, name: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(sandbox.path(name), permissions).expect("permissions are set");
}

/// Runs as an account that is refused things; none where that cannot be had.
#[cfg(target_os = "linux")]
pub(super) fn as_somebody(sandbox: &Sandbox, arguments: &[&str]) -> Option<Output> {
    use std::os::unix::process::CommandExt;
    let mut command = sandbox.command(arguments);
    if is_root() {
        command.uid(65534).gid(65534);
    }
    match command.output() {
        Ok(output) => Some(sandbox.cleaned(&output)),
        Err(error) => {
            note(&format!(
                "skipped: the program cannot be run as another account: {error}"
            ));
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_may_not_be_read_or_written_is_said_and_kept() {
    let sandbox = with_small(Sandbox::new().french());
    sandbox.write("locked/small.yaml", SMALL);
    set_mode(&sandbox, ".", 0o755);
    set_mode(&sandbox, "small.yaml", 0o000);
    set_mode(&sandbox, "locked", 0o555);
    let run = |arguments: &[&str], code: i32| {
        let output = as_somebody(&sandbox, arguments)?;
        assert_eq!(output.code, code, "{arguments:?}: {output}");
        assert_french(&output);
        Some(output.to_string())
    };
    let Some(unreadable) = run(&["status", "small.yaml"], 3) else {
        return;
    };
    insta::assert_snapshot!(unreadable, @r"
    ------- stderr -------
    erreur : vous n’avez pas le droit de lire small.yaml
    indication : demandez le droit de le lire à qui gère ce fichier
    [EOF]
    [exit status: 3]
    ");
    run(&["check", "small.yaml"], 3);
    set_mode(&sandbox, "small.yaml", 0o444);
    insta::assert_snapshot!(run(&["set", "small.yaml", "B01=yes"], 5).unwrap_or_default(), @r"
    ------- stderr -------
    erreur : vous n’avez pas le droit d’écrire dans [FOLDER] ; rien n’a été modifié
    indication : copiez le fichier dans l’un de vos dossiers, ou demandez le droit d’y écrire
    [EOF]
    [exit status: 5]
    ");
    insta::assert_snapshot!(run(&["set", "locked/small.yaml", "B01=yes"], 5).unwrap_or_default(), @r"
    ------- stderr -------
    erreur : vous n’avez pas le droit d’écrire dans [FOLDER]/locked ; rien n’a été modifié
    indication : copiez le fichier dans l’un de vos dossiers, ou demandez le droit d’y écrire
    [EOF]
    [exit status: 5]
    ");
    insta::assert_snapshot!(run(&["init", "locked/new.yaml", "--country", "TUN", "--title", "x"], 5).unwrap_or_default(), @r"
    ------- stderr -------
    erreur : vous n’avez pas le droit d’écrire dans locked ; rien n’a été modifié
    indication : copiez le fichier dans l’un de vos dossiers, ou demandez le droit d’y écrire
    [EOF]
    [exit status: 5]
    ");
    insta::assert_snapshot!(run(&["export", "locked/small.yaml", "-o", "locked/r.md"], 5).unwrap_or_default(), @r"
    ------- stderr -------
    erreur : vous n’avez pas le droit d’écrire dans locked ; rien n’a été modifié
    indication : copiez le fichier dans l’un de vos dossiers, ou demandez le droit d’y écrire
    [EOF]
    [exit status: 5]
    ");
    set_mode(&sandbox, "small.yaml", 0o644);
    set_mode(&sandbox, "locked", 0o755);
    assert_eq!(sandbox.read("small.yaml"), SMALL);
    assert_eq!(sandbox.read("locked/small.yaml"), SMALL);
    assert_eq!(
        contents(&sandbox.path("locked")).len(),
        1,
        "something was left behind"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn reading_works_where_nothing_can_be_written() {
    let sandbox = Sandbox::new();
    sandbox.write("locked/small.yaml", SMALL);
    set_mode(&sandbox, ".", 0o755);
    set_mode(&sandbox, "locked", 0o555);
    for arguments in [
        &["status", "locked/small.yaml"][..],
        &["check", "locked"],
        &["get", "locked/small.yaml", "B01"],
        &["export", "locked/small.yaml", "--to", "markdown"],
        &["next", "locked/small.yaml"],
        &["set", "locked/small.yaml", "B01=yes", "--dry-run"],
    ] {
        let Some(output) = as_somebody(&sandbox, arguments) else {
            break;
        };
        assert_eq!(
            (output.code, output.stderr.contains("error")),
            (0, false),
            "{arguments:?}: {output}"
        );
    }
    set_mode(&sandbox, "locked", 0o755);
}

/// A small disk of its own, taken away at the end; none where it cannot be had.
#[cfg(target_os = "linux")]
struct SmallDisk<'s>(&'s Sandbox);

#[cfg(target_os = "linux")]
impl<'s> SmallDisk<'s> {
    fn mount(sandbox: &'s Sandbox) -> Option<Self> {
        std::fs::create_dir(sandbox.path("disk")).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=32k", "tmpfs"])
            .arg(sandbox.path("disk"))
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            Some(Self(sandbox))
        } else {
            note("skipped: no small disk can be mounted here");
            None
        }
    }

    /// Leaves no room at all.
    fn fill(&self) {
        let _ = std::fs::write(self.0.path("disk/filler"), vec![0_u8; 64 * 1024]);
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path("disk")).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let sandbox = Sandbox::new().french();
    let Some(disk) = SmallDisk::mount(&sandbox) else {
        return;
    };
    sandbox.write("disk/small.yaml", SMALL);
    disk.fill();
    let before = contents(&sandbox.path("disk"));
    let output = sandbox.run(&["set", "disk/small.yaml", "B01=yes"]);
    assert_french(&output);
    assert_eq!(output.code, 5, "{output}");
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : le disque est plein ; disk/small.yaml est resté tel quel
    [EOF]
    [exit status: 5]
    ");
    let exported = sandbox.run(&["export", "disk/small.yaml", "-o", "disk/report.html"]);
    assert_eq!(exported.code, 5, "{exported}");
    assert_french(&exported);
    assert!(
        contents(&sandbox.path("disk")) == before,
        "something was changed or left behind"
    );
    std::fs::remove_file(sandbox.path("disk/filler")).expect("room");
    sandbox.ok(&["set", "disk/small.yaml", "B01=yes"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let sandbox = with_small(Sandbox::new().french());
    let full = || {
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("the full device")
    };
    for arguments in [
        &["status", "small.yaml"][..],
        &["export", "small.yaml", "--to", "html"],
        &["completions", "bash"],
    ] {
        let output = sandbox
            .command(arguments)
            .stdout(full())
            .output()
            .expect("the program runs");
        let output = sandbox.cleaned(&output);
        assert_eq!(output.code, 5, "{arguments:?}: {output}");
        assert_french(&output);
        assert!(output.stderr.contains("disque est plein"), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn a_killed_writer_leaves_the_old_file_or_the_new_one() {
    let sandbox = with_small(Sandbox::new());
    let new = {
        let other = with_small(Sandbox::new());
        other.ok(&["set", "small.yaml", "A02=regional"]);
        other.read("small.yaml")
    };
    for pause in 0..24_u64 {
        let mut child = sandbox
            .command(&["set", "small.yaml", "A02=regional"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(std::time::Duration::from_millis(pause * 2));
        let _ = child.kill();
        let _ = child.wait();
        let text = sandbox.read("small.yaml");
        assert!(text == SMALL || text == new, "neither old nor new: {text}");
        sandbox.write("small.yaml", SMALL);
    }
    // What the killed ones left neither hinders the next nor stays.
    sandbox.ok(&["set", "small.yaml", "A02=regional"]);
    assert_eq!(sandbox.read("small.yaml"), new);
    assert_eq!(
        contents(sandbox.folder()).len(),
        1,
        "a temporary file stayed"
    );
}

#[test]
fn an_output_in_a_folder_that_is_not_there() {
    let sandbox = with_small(Sandbox::new().french());
    insta::assert_snapshot!(refused(&sandbox, &["demo", "--out", "small.yaml/inner"], 5), @r"
    ------- stderr -------
    erreur : le dossier small.yaml/inner n’a pas pu être créé (une partie du chemin n’est pas un dossier)
    [EOF]
    [exit status: 5]
    ");
}
