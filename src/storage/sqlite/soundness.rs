//! Whether what is in the file is whole.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode};

use super::{OpenError, open::refused};

/// Steps of SQLite's machine between two looks at the clock: some milliseconds.
const STEPS: i32 = 100_000;

/// Looks through as much of the database as `within` allows. Whether that was all of it.
///
/// # Errors
/// [`OpenError::Damaged`].
pub fn check_some(database: &Connection, path: &Path, within: Duration) -> Result<bool, OpenError> {
    let give_up = Instant::now() + within;
    let limit = |handler| database.progress_handler(STEPS, handler).map_err(|error| refused(path, error));
    limit(Some(move || Instant::now() >= give_up))?;
    let found = first_problem(database, "quick_check");
    database.progress_handler(0, None::<fn() -> bool>).map_err(|error| refused(path, error))?;
    match found {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Ok(false),
        found => sound(found, path).map(|()| true),
    }
}

/// Looks through all of the database, the indexes included.
///
/// # Errors
/// [`OpenError::Damaged`].
pub fn check_all(database: &Connection, path: &Path) -> Result<(), OpenError> {
    sound(first_problem(database, "integrity_check"), path)
}

fn first_problem(database: &Connection, pragma: &str) -> rusqlite::Result<String> {
    database.query_row(&format!("PRAGMA {pragma}(1)"), [], |row| row.get(0))
}

fn sound(found: rusqlite::Result<String>, path: &Path) -> Result<(), OpenError> {
    match found.map_err(|error| refused(path, error))? {
        ok if ok == "ok" => Ok(()),
        // It comes in two lines, the first of which names the table's root page.
        problem => Err(OpenError::Damaged { path: path.to_owned(), problem: problem.replace('\n', " ") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_ends_in_time_and_says_that_it_was_not_all() {
        let database = Connection::open_in_memory().unwrap();
        let many = "CREATE TABLE numbers (number TEXT);
                    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 200000)
                    INSERT INTO numbers SELECT n FROM counted";
        database.execute_batch(many).unwrap();
        let path = Path::new("house.db");
        assert!(!check_some(&database, path, Duration::ZERO).unwrap());
        assert!(check_some(&database, path, Duration::from_secs(600)).unwrap());
        check_all(&database, path).unwrap();
    }
}
