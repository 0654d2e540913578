//! OpenAPI documents, generated from the handlers: one a module, committed under `openapi/`.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, Info, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
    SecurityRequirement, Server,
};
use utoipa::{PartialSchema, ToSchema};

use crate::{COOKIE, ProblemBody};

/// The document of the module `name`: paths as the server mounts them, and the failure every operation may answer with.
/// `routes` need somebody signed in, `public` nobody.
#[must_use]
pub fn document(name: &str, version: &str, routes: &OpenApi, public: &OpenApi) -> OpenApi {
    let prefix = format!("/api/v1/{name}");
    let mut document = OpenApiBuilder::new()
        .info(Info::new(format!("Courtyard {name}"), version.to_owned()))
        .servers(Some([Server::new("/")]))
        .components(Some(components()))
        .build();
    let secured = [SecurityRequirement::new::<_, [&str; 0], &str>("session", []), {
        SecurityRequirement::new::<_, [&str; 0], &str>("token", [])
    }];
    for (api, open) in [(routes, false), (public, true)] {
        for (path, item) in &api.paths.paths {
            let mut item = item.clone();
            for operation in [
                &mut item.get,
                &mut item.put,
                &mut item.post,
                &mut item.delete,
                &mut item.patch,
                &mut item.head,
            ]
            .into_iter()
            .flatten()
            {
                if !open {
                    operation.security = Some(secured.to_vec());
                }
                operation.responses.responses.insert("default".to_owned(), problem());
            }
            let full = format!("{prefix}{path}");
            match document.paths.paths.get_mut(&full) {
                Some(present) => present.merge_operations(item),
                None => {
                    document.paths.paths.insert(full, item);
                }
            }
        }
        if let (Some(own), Some(theirs)) = (&mut document.components, &api.components) {
            own.schemas.extend(theirs.schemas.clone());
        }
    }
    document
}

fn components() -> utoipa::openapi::Components {
    let mut schemas = Vec::new();
    ProblemBody::schemas(&mut schemas);
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .schema(ProblemBody::name(), ProblemBody::schema())
        .security_scheme("session", cookie)
        .security_scheme("token", bearer)
        .build()
}

fn problem() -> RefOr<utoipa::openapi::Response> {
    let schema = Ref::from_schema_name(ProblemBody::name());
    ResponseBuilder::new()
        .description("Failure (RFC 9457)")
        .content("application/problem+json", Content::new(Some(schema)))
        .build()
        .into()
}
