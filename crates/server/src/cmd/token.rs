//! `courtyard token`: an access token for a program.

use clap::Args;
use kernel::{Millis, Scope};
use platform_config::Config;

use crate::cli::{Common, Failure, Outcome};
use crate::cmd::{beside, open_existing};
use crate::say;

/// Make an access token for a program that acts as a person.
#[derive(Args)]
pub(crate) struct Token {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The person: login, e-mail address, employee number or mobile number.
    login: String,
    /// What the token is for, as the person sees it in the list of tokens.
    #[arg(long, default_value = "courtyard token")]
    name: String,
    /// What it may be used for, separated by commas; everything unless given.
    #[arg(long, value_delimiter = ',')]
    scopes: Vec<String>,
    /// Days until it ends; never unless given.
    #[arg(long)]
    days: Option<i64>,
}

/// Prints the token; it is not kept and cannot be shown again.
pub(crate) async fn token(config: Config, token: Token) -> Outcome {
    let scopes: Vec<Scope> = if token.scopes.is_empty() {
        Scope::ALL.to_vec()
    } else {
        token
            .scopes
            .iter()
            .map(|name| {
                Scope::parse(name.trim()).ok_or_else(|| {
                    let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
                    Failure(format!("there is no scope “{name}”; there are {}", known.join(", ")))
                })
            })
            .collect::<Result<_, _>>()?
    };
    beside(open_existing(&config).await?, async |composed, admin| {
        let ends = token.days.map(|days| composed.core.clock.now().plus(days.saturating_mul(Millis::DAY)));
        let secret = admin.create_token(&token.login, &token.name, scopes, ends).await?;
        say!("{secret}");
        Ok(())
    })
    .await
}
