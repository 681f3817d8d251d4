//! A plot as it is kept.

use trueline_generated::garden::plots::models;
use trueline_generated::runtime::{DateTime, Map};

/// What its keeper says of a plot, with every default filled in (GD-PLOT-02).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    pub(super) name: String,
    pub(super) area: f64,
    pub(super) soil: models::Soil,
    pub(super) irrigated: bool,
    pub(super) notes: Option<String>,
    pub(super) crops: Vec<String>,
    pub(super) labels: Map<String>,
}

impl From<models::PlotContent> for Content {
    fn from(said: models::PlotContent) -> Self {
        Self {
            name: said.name,
            area: said.area,
            soil: said.soil.unwrap_or(DEFAULT_SOIL),
            irrigated: said.irrigated.unwrap_or_default(),
            notes: said.notes.into_option(),
            crops: said.crops.unwrap_or_default(),
            labels: said.labels.unwrap_or_default(),
        }
    }
}

/// The soil of a plot of which nothing else is said.
pub(super) const DEFAULT_SOIL: models::Soil = models::Soil::Loam;

/// A plot.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    pub(super) id: String,
    pub(super) content: Content,
    pub(super) created: DateTime,
    pub(super) archived: Option<DateTime>,
    /// Whether a PUT has changed it, which matters to a planted fault alone.
    pub(super) was_put: bool,
}

impl Plot {
    /// As answers show it (GD-PLOT-01).
    pub(super) fn shown(&self) -> models::Plot {
        let content = self.content.clone();
        models::Plot {
            id: self.id.clone(),
            name: content.name,
            area: content.area,
            soil: content.soil,
            irrigated: content.irrigated,
            notes: content.notes,
            crops: content.crops,
            labels: content.labels,
            created_at: self.created.clone(),
            archived_at: self.archived.clone(),
        }
    }
}
