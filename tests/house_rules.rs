//! The rules of the house, held by reading the source: which way arrows point, which crate is kept in which room, how
//! long a file may be, and that no file is dead.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("edi", &["domain"]),
    ("pdf", &["domain"]),
    ("store", &["domain"]),
    ("office", &["domain", "edi", "pdf", "store"]),
    // Its payers send files, as payers do.
    ("demo", &["domain", "edi", "office"]),
    ("cli", &["domain", "office", "demo", "ui"]),
    ("ui", &["domain", "office", "demo"]),
];

/// Crates that only one room may name.
const KEPT_IN: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("iced", "ui"),
    ("rfd", "ui"),
    ("printpdf", "pdf"),
    ("clap", "cli"),
];

/// Lines a file may have, tests and all.
const LINES_MAX: usize = 800;

/// Files that are longer, each with its reason. This list may only shrink.
const LONGER: &[(&str, usize)] = &[];

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![under.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn room_of(path: &Path) -> String {
    let inside = path.strip_prefix(top().join("src")).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first
        .strip_suffix(".rs")
        .map_or(first.clone(), str::to_owned)
}

/// The source without comments and without what only tests compile.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test_file(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests")
        || path.components().any(|part| part.as_os_str() == "tests")
}

#[test]
fn arrows_point_one_way() {
    let rooms: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in rust_files(&top().join("src"))
        .into_iter()
        .filter(|p| !is_test_file(p))
    {
        let room = room_of(&path);
        let Some(may) = rooms.get(room.as_str()) else {
            continue;
        };
        let code = code_of(&path);
        for other in rooms
            .keys()
            .filter(|other| **other != room && !may.contains(*other))
        {
            if code.contains(&format!("crate::{other}")) {
                wrong.push(format!("{} names {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_heavy_crate_stays_in_its_room() {
    let mut wrong = Vec::new();
    for path in rust_files(&top().join("src"))
        .into_iter()
        .filter(|p| !is_test_file(p))
    {
        let code = code_of(&path);
        for (name, room) in KEPT_IN {
            let named = [format!("use {name}"), format!("{name}::")]
                .iter()
                .any(|n| {
                    code.match_indices(n.as_str()).any(|(at, _)| {
                        !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                    })
                });
            if named && room_of(&path) != *room {
                wrong.push(format!(
                    "{} names {name}, which stays in {room}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_domain_reads_no_file_and_no_clock() {
    let mut wrong = Vec::new();
    for path in rust_files(&top().join("src/domain")) {
        let code = code_of(&path);
        for banned in [
            "std::fs",
            "std::env",
            "SystemTime",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "std::process",
            "std::net",
        ] {
            if code.contains(banned) {
                wrong.push(format!("{} names {banned}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_outgrows_its_room() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for path in rust_files(&top().join(folder)) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            let name = path
                .strip_prefix(top())
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let allowed = LONGER
                .iter()
                .find(|(file, _)| *file == name)
                .map_or(LINES_MAX, |(_, most)| *most);
            if lines > allowed {
                wrong.push(format!("{name} has {lines} lines, more than {allowed}"));
            }
        }
    }
    for (file, _) in LONGER {
        if !top().join(file).exists() {
            wrong.push(format!("{file} is excused but gone"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_somebodys_module() {
    let mut dead = Vec::new();
    let files = rust_files(&top().join("src"));
    for path in &files {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if ["lib", "main"].contains(&stem.as_str()) {
            continue;
        }
        let folder = path.parent().unwrap();
        let parents = [
            folder.with_extension("rs"),
            folder.join("lib.rs"),
            folder.join("main.rs"),
        ];
        let is_declared = parents
            .iter()
            .filter_map(|p| fs::read_to_string(p).ok())
            .any(|text| {
                text.lines()
                    .any(|line| line.trim_end().ends_with(&format!("mod {stem};")))
            });
        if !is_declared {
            dead.push(path.display().to_string());
        }
    }
    assert!(dead.is_empty(), "no module declares: {}", dead.join(", "));
}

#[test]
fn every_module_says_what_it_holds() {
    let silent: Vec<_> = rust_files(&top().join("src"))
        .into_iter()
        .filter(|path| !is_test_file(path) && !fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|path| path.display().to_string())
        .collect();
    assert!(
        silent.is_empty(),
        "no first sentence in: {}",
        silent.join(", ")
    );
}

#[test]
fn nothing_is_left_for_later() {
    let mut wrong = Vec::new();
    for path in rust_files(&top().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        for banned in ["TODO", "FIXME", "unimplemented!", "todo!("] {
            if text.contains(banned) {
                wrong.push(format!("{} has {banned}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
