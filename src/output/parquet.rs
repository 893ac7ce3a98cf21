//! Tidy tables as Apache Parquet, for pandas, R, Julia and DuckDB.

use std::path::Path;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::io_error;
use super::tidy::describe;
use crate::error::Result;
use crate::files::seam;
use crate::tidy::{Cells, Tidy, TidyColumn};
use crate::version::PROGRAM;

/// Key of the file's metadata that holds name, unit and meaning of every column, as JSON.
const COLUMNS: &str = "columns";

/// Writes `<name>.parquet` into `folder`: words as UTF-8, numbers as doubles to the very same bits, a
/// missing number as null. One row group, no compression; equal tables give equal bytes.
///
/// # Errors
/// What the system says of the file.
pub fn write_parquet(table: &Tidy, folder: &Path) -> Result<()> {
    write_parquet_with(table, folder, &[])
}

/// The same with further keys and texts in the file's metadata.
///
/// # Errors
/// What the system says of the file.
pub fn write_parquet_with(table: &Tidy, folder: &Path, more: &[(&str, &str)]) -> Result<()> {
    let path = folder.join(format!("{}.parquet", table.name));
    write(table, &path, more).map_err(|error| io_error("write", &path, std::io::Error::other(error)))
}

fn write(table: &Tidy, path: &Path, more: &[(&str, &str)]) -> std::result::Result<(), ParquetError> {
    let fields = table.columns.iter().map(field).collect::<std::result::Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("table").with_fields(fields).build()?);
    let creator = PROGRAM.to_owned();
    // What `columns.json` says of the table, so that the file is whole without it.
    let columns = KeyValue::new(COLUMNS.to_owned(), describe(table).to_string());
    let more = more.iter().map(|(key, text)| KeyValue::new((*key).to_owned(), (*text).to_owned()));
    let properties = WriterProperties::builder()
        .set_created_by(creator)
        .set_key_value_metadata(Some(std::iter::once(columns).chain(more).collect()))
        .build();
    let mut file = SerializedFileWriter::new(seam::create(path)?, schema, Arc::new(properties))?;
    let mut rows = file.next_row_group()?;
    for column in &table.columns {
        let Some(mut writer) = rows.next_column()? else { break };
        match &column.cells {
            Cells::Text(words) => {
                let words: Vec<ByteArray> = words.iter().map(|word| ByteArray::from(word.as_str())).collect();
                writer.typed::<ByteArrayType>().write_batch(&words, None, None)?;
            }
            Cells::Number(values) => {
                let there: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
                let known: Vec<f64> = values.iter().filter(|value| !value.is_nan()).map(unsigned).collect();
                writer.typed::<DoubleType>().write_batch(&known, Some(&there), None)?;
            }
        }
        writer.close()?;
    }
    rows.close()?;
    file.close()?;
    Ok(())
}

/// Zero has no sign in tables.
fn unsigned(value: &f64) -> f64 {
    value + 0.0
}

fn field(column: &TidyColumn) -> std::result::Result<TypePtr, ParquetError> {
    let builder = match column.cells {
        Cells::Text(_) => Type::primitive_type_builder(&column.name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::String)),
        Cells::Number(_) => {
            Type::primitive_type_builder(&column.name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL)
        }
    };
    Ok(Arc::new(builder.build()?))
}
