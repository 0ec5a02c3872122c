//! Comma-separated rows. It must not know what the columns mean.

/// The cells of a row, or nothing when a quotation mark is still open at its end.
///
/// A mark inside an unquoted cell stands for itself, as in `5" needle`.
pub(super) fn cells(text: &str, delimiter: char) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut is_at_start = true;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_quoted => is_quoted = false,
            '"' if is_at_start => {
                is_quoted = true;
                is_at_start = false;
            }
            c if c == delimiter && !is_quoted => {
                cells.push(tidy(&cell));
                cell.clear();
                is_at_start = true;
            }
            c => {
                is_at_start = is_at_start && c.is_whitespace();
                cell.push(c);
            }
        }
    }
    cells.push(tidy(&cell));
    (!is_quoted).then_some(cells)
}

/// A cell without what a spreadsheet adds around text (`="00100"`, a leading apostrophe), with every run of blanks
/// and control characters made one blank.
fn tidy(cell: &str) -> String {
    let cell = cell.trim();
    let cell = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .or_else(|| cell.strip_prefix('\''))
        .unwrap_or(cell);
    tidy_text(cell)
}

/// A text with every run of blanks and control characters made one blank, and without invisible marks.
pub(super) fn tidy_text(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let seen = text.replace(is_invisible, "");
    for word in seen.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !tidy.is_empty() {
                tidy.push(' ');
            }
            tidy.push_str(word);
        }
    }
    tidy
}

/// Marks of no width, and those that turn the direction of writing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
