//! The program itself, run as a script runs it: exit status, one document on standard output, one sentence on standard
//! error, and a book that is as it was when something was refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

mod answers;
mod canaries;
mod closing;
mod contracts;
mod counter;
mod demo;
mod denials;
mod deposits;
mod job;
mod paid;
mod plans;
mod received;
mod refusals;
mod rules;
mod statements;

/// What a command said.
#[derive(Debug)]
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    /// The one document of a command that was asked for JSON.
    #[track_caller]
    fn document(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// The document of a command that did what it was told and complained of nothing.
    #[track_caller]
    fn done(&self) -> Value {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        self.document()
    }

    /// The sentence of a command that was refused: the last line on standard error, and nothing on standard output.
    #[track_caller]
    fn refused(&self) -> String {
        assert_eq!((self.status, self.out.as_str()), (1, ""), "{}", self.err);
        let last = self.err.lines().last().unwrap_or_default();
        let sentence = last.strip_prefix("pegboard: ");
        assert!(self.err.ends_with('\n'), "{}", self.err);
        sentence
            .unwrap_or_else(|| panic!("{}", self.err))
            .to_owned()
    }

    /// The one sentence of a command that had nothing else to say.
    #[track_caller]
    fn one_sentence(&self) -> String {
        let sentence = self.refused();
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        sentence
    }
}

/// A folder to run the program in, with a home of its own, so that nothing of the user's is read or changed.
struct Desk {
    folder: TempDir,
    book: Option<PathBuf>,
    passphrase: String,
}

impl Desk {
    fn new(passphrase: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            book: None,
            passphrase: passphrase.to_owned(),
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a document and gives the name to call it by.
    fn write(&self, name: &str, document: &Value) -> String {
        let text = serde_json::to_string(document).unwrap();
        fs::write(self.at(name), text).unwrap();
        name.to_owned()
    }

    /// The template of a kind, with some fields filled in, each of which it must have.
    fn filled(&self, kind: &str, fields: &[(&str, Value)]) -> Value {
        let mut document = self.json(&["template", kind]).done();
        fill(&mut document, fields);
        document
    }

    /// Runs the program as it is typed.
    fn run(&self, args: &[&str]) -> Said {
        self.run_with(&self.passphrase, args)
    }

    /// Runs the program with `--json`.
    fn json(&self, args: &[&str]) -> Said {
        self.run(&[args, &["--json"]].concat())
    }

    fn run_with(&self, passphrase: &str, args: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pegboard"));
        if let Some(book) = &self.book {
            let _command = command.arg("--book").arg(book);
        }
        let home = self.at("home");
        let output = command
            .args(args)
            .current_dir(self.folder.path())
            .env("PEGBOARD_PASSPHRASE", passphrase)
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("APPDATA", &home)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said {
            status: output.status.code().unwrap(),
            out: said(output.stdout),
            err: said(output.stderr),
        }
    }
}

#[track_caller]
fn fill(document: &mut Value, fields: &[(&str, Value)]) {
    let there = document.as_object_mut().unwrap();
    for (name, value) in fields {
        let blank = there.get_mut(*name);
        *blank.unwrap_or_else(|| panic!("no field {name}")) = value.clone();
    }
}

/// Every file of a folder with its bytes, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// A field of a document that is a text.
#[track_caller]
fn text<'a>(document: &'a Value, field: &str) -> &'a str {
    let found = document.get(field).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text {field} in {document}"))
}

/// The rows of a listing.
#[track_caller]
fn rows(document: &Value) -> &Vec<Value> {
    document["rows"].as_array().unwrap()
}
