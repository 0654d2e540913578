//! Tables that leave.

pub(crate) mod people;
pub(crate) mod template;

use serde::Deserialize;
use utoipa::IntoParams;

use crate::model::export::TableFormat;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// The form of the file; a workbook unless said otherwise.
    #[serde(default)]
    #[param(inline)]
    format: TableFormat,
}
