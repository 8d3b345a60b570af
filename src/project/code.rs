//! Codes of countries and currencies.

/// Whether a text is an ISO 3166-1 alpha-3 code, or one of those that the standard leaves to users
/// (AAA–AAZ, QMA–QZZ, XAA–XZZ, ZZA–ZZZ), which fictitious countries take.
pub fn is_country(text: &str) -> bool {
    is_user_country(text) || is_capitals(text) && rust_iso3166::from_alpha3(text).is_some()
}

/// Whether a text is one of the country codes that ISO 3166-1 leaves to users.
pub fn is_user_country(text: &str) -> bool {
    is_capitals(text)
        && (text.starts_with("AA")
            || text.starts_with('X')
            || text.starts_with("ZZ")
            || (text.starts_with('Q') && text >= "QMA"))
}

/// Whether a text is an ISO 4217 code, test codes included.
pub fn is_currency(text: &str) -> bool {
    is_capitals(text) && iso_currency::Currency::from_code(text).is_some()
}

fn is_capitals(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
