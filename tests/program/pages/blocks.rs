//! Blocks of a page, and what its comments say of their test.

/// A fenced block.
pub struct Block {
    /// The line of its first command, from 1.
    pub line: usize,
    /// What stands after the fence (`sh`).
    pub language: String,
    pub text: String,
    /// Commands before it that the page does not show: `<!-- tested after: COMMAND -->`, one a comment.
    pub after: Vec<String>,
    /// What shortens its commands: `<!-- tested with: ARGUMENTS -->` all, `<!-- tested with run: ARGUMENTS -->` those of
    /// one kind. By the command, which is empty for all.
    pub with: Vec<(String, String)>,
    /// Why it is not run: `<!-- not tested: REASON -->`.
    pub not_tested: Option<String>,
}

impl Block {
    /// What shortens one of its commands.
    pub fn with_of(&self, command: &str) -> &str {
        let of = |kind: &str| {
            self.with.iter().find(|(own, _)| own == kind).map(|(_, arguments)| arguments.as_str())
        };
        let kind = command.split("dermis ").nth(1).and_then(|rest| rest.split_whitespace().next());
        kind.and_then(of).or_else(|| of("")).unwrap_or_default()
    }
}

/// Comments count for the next block alone.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let (mut after, mut with, mut not_tested) = (Vec::new(), Vec::new(), None);
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let comment = line.trim().strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->"));
        if let Some(command) = comment.and_then(|text| text.strip_prefix("tested after: ")) {
            after.push(command.to_owned());
        } else if let Some(rest) = comment.and_then(|text| text.strip_prefix("tested with")) {
            let (command, arguments) = rest.split_once(": ").unwrap();
            with.push((command.trim().to_owned(), arguments.to_owned()));
        } else if let Some(reason) = comment.and_then(|text| text.strip_prefix("not tested: ")) {
            not_tested = Some(reason.to_owned());
        } else if let Some(language) = line.trim_start().strip_prefix("```") {
            let text: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != "```").collect();
            found.push(Block {
                line: at + 2,
                language: language.to_owned(),
                text: text.join("\n"),
                after: std::mem::take(&mut after),
                with: std::mem::take(&mut with),
                not_tested: not_tested.take(),
            });
        }
    }
    let left = after.len() + with.len() + usize::from(not_tested.is_some());
    assert_eq!(left, 0, "a comment on tests without a block after it");
    found
}

/// Its commands with their lines; a backslash at the end goes on in the next line.
pub fn commands(block: &Block) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (at, line) in block.text.lines().enumerate() {
        let part = line.trim().trim_end_matches('\\').trim_end();
        match found.last_mut().filter(|_| goes_on) {
            Some((_, command)) => *command = format!("{command} {part}"),
            None if part.is_empty() || part.starts_with('#') => {}
            None => found.push((block.line + at, part.to_owned())),
        }
        goes_on = line.ends_with('\\');
    }
    found
}
