//! Numbers out of Apache Parquet, as other programs or this one have written them.

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::Page;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ParquetNumbers {
    /// Keys and texts of the file's metadata.
    pub notes: Vec<(String, String)>,
    /// Names of the columns.
    pub names: Vec<String>,
    /// Rows, each as long as the names; `NaN` for what is no number.
    pub rows: Vec<Vec<f64>>,
}

/// Reads the bytes of a file of at most so many rows whose columns have names of their own.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn read_parquet(bytes: &[u8], most_rows: usize) -> Result<ParquetNumbers, String> {
    let unreadable = |error: ParquetError| format!("it is no Parquet file that can be read: {error}");
    let file = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(unreadable)?;
    let about = file.metadata().file_metadata();
    if about.num_rows() > most_rows as i64 {
        return Err(format!("it has {} rows; at most {most_rows} are read", about.num_rows()));
    }
    let pairs = about.key_value_metadata().into_iter().flatten();
    let notes = pairs.map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default())).collect();
    let names: Vec<String> =
        about.schema_descr().columns().iter().map(|column| column.path().string()).collect();
    if let Some(at) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
        return Err(format!("two columns are called `{}`", names[at]));
    }
    check(&file).map_err(unreadable)?;
    let number = |(_, field): (&String, &Field)| match field {
        Field::Double(value) => *value,
        Field::Float(value) => f64::from(*value),
        Field::Int(value) => f64::from(*value),
        Field::Long(value) => *value as f64,
        _ => f64::NAN,
    };
    let mut rows = Vec::new();
    for row in file.get_row_iter(None).map_err(unreadable)? {
        rows.push(row.map_err(unreadable)?.get_column_iter().map(number).collect());
    }
    Ok(ParquetNumbers { notes, names, rows })
}

/// Whether columns lie within the file and have the dictionaries that their values are looked up in: the reader of rows
/// panics where they do not.
fn check(file: &SerializedFileReader<Bytes>) -> Result<(), ParquetError> {
    let wrong = |problem: &str| Err(ParquetError::General(problem.to_owned()));
    for at in 0..file.num_row_groups() {
        let rows = file.get_row_group(at)?;
        for (at, column) in rows.metadata().columns().iter().enumerate() {
            let begin = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
            if begin < 0 || column.compressed_size() < 0 {
                return wrong("a column begins before the file or ends before it begins");
            }
            let mut pages = rows.get_column_page_reader(at)?;
            let mut dictionary = false;
            while let Some(page) = pages.get_next_page()? {
                let looked_up =
                    matches!(page.encoding(), Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
                match page {
                    Page::DictionaryPage { .. } => dictionary = true,
                    _ if looked_up && !dictionary => return wrong("a column lacks its dictionary"),
                    _ => {}
                }
            }
        }
    }
    Ok(())
}
