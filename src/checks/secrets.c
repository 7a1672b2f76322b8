/* Which names and values are secrets, and which are only placeholders for one. */
#include "checks/facts.h"

#include "base/utf8.h"

static bool has_word(const pf_str *words, size_t count, pf_str text)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_contains(text, words[i]))
            return true;
    return false;
}

static bool ends_in(const pf_str *words, size_t count, pf_str text)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_ends(text, words[i]))
            return true;
    return false;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

bool pf_facts_is_secret_name(pf_str name)
{
    static const pf_str secrets[] = {
        PF_STR_INIT("SECRET"),         PF_STR_INIT("PASSWORD"),    PF_STR_INIT("PASSWD"),
        PF_STR_INIT("TOKEN"),          PF_STR_INIT("API_KEY"),     PF_STR_INIT("APIKEY"),
        PF_STR_INIT("PRIVATE_KEY"),    PF_STR_INIT("ACCESS_KEY"),  PF_STR_INIT("CREDENTIALS"),
        PF_STR_INIT("ENCRYPTION_KEY"), PF_STR_INIT("SIGNING_KEY"),
    };
    /* Names that speak about a secret without being one. */
    static const pf_str endings[] = {
        PF_STR_INIT("_NAME"),       PF_STR_INIT("_URL"),     PF_STR_INIT("_URI"),
        PF_STR_INIT("_ARN"),        PF_STR_INIT("_PATH"),    PF_STR_INIT("_FILE"),
        PF_STR_INIT("_DIR"),        PF_STR_INIT("_ID"),      PF_STR_INIT("_LENGTH"),
        PF_STR_INIT("_EXPIRY"),     PF_STR_INIT("_TTL"),     PF_STR_INIT("_TIMEOUT"),
        PF_STR_INIT("_ENABLED"),    PF_STR_INIT("_HOST"),    PF_STR_INIT("_PORT"),
        PF_STR_INIT("_USER"),       PF_STR_INIT("_REGION"),  PF_STR_INIT("_LIFETIME"),
        PF_STR_INIT("_MINUTES"),    PF_STR_INIT("_SECONDS"), PF_STR_INIT("_DAYS"),
        PF_STR_INIT("_HEADER"),     PF_STR_INIT("_TYPE"),    PF_STR_INIT("_ALGORITHM"),
        PF_STR_INIT("_MANAGER"),    PF_STR_INIT("_PREFIX"),  PF_STR_INIT("_BACKEND"),
        PF_STR_INIT("_VALIDATORS"), PF_STR_INIT("_HASHERS"), PF_STR_INIT("_COOKIE"),
    };
    return has_word(secrets, COUNT(secrets), name) && !ends_in(endings, COUNT(endings), name) &&
           !pf_str_contains(name, PF_STR("PUBLIC")) && !pf_str_contains(name, PF_STR("MIN_"));
}

/* "postgres://shop:pa55@db/shop": a password between the second colon and the at sign. */
static bool is_url_with_password(pf_str value)
{
    ptrdiff_t at = pf_str_find(value, PF_STR("://"));
    if (at == PF_STR_NONE)
        return false;
    pf_str authority = pf_str_slice(value, (size_t)at + 3, value.len), head, tail;
    pf_str_cut(authority, '/', &authority, &tail);
    ptrdiff_t sign = pf_str_find_last_byte(authority, '@');
    if (sign == PF_STR_NONE)
        return false;
    return pf_str_cut(pf_str_slice(authority, 0, (size_t)sign), ':', &head, &tail) && tail.len > 0;
}

static bool has_shape(pf_str value, pf_str prefix, size_t least)
{
    if (!pf_str_starts(value, prefix) || value.len < prefix.len + least)
        return false;
    for (size_t i = prefix.len; i < prefix.len + least; i++)
        if (!pf_is_alnum(value.data[i]) && value.data[i] != '_' && value.data[i] != '-')
            return false;
    return true;
}

bool pf_facts_is_credential(pf_str value)
{
    /* Prefixes that their issuers document, with the least length of what follows. */
    static const struct {
        pf_str prefix;
        size_t least;
    } shapes[] = {
        {PF_STR_INIT("AKIA"), 16},     {PF_STR_INIT("ASIA"), 16},
        {PF_STR_INIT("ghp_"), 36},     {PF_STR_INIT("gho_"), 36},
        {PF_STR_INIT("ghs_"), 36},     {PF_STR_INIT("github_pat_"), 40},
        {PF_STR_INIT("glpat-"), 20},   {PF_STR_INIT("sk_live_"), 16},
        {PF_STR_INIT("rk_live_"), 16}, {PF_STR_INIT("xoxb-"), 20},
        {PF_STR_INIT("xoxp-"), 20},    {PF_STR_INIT("dckr_pat_"), 20},
        {PF_STR_INIT("SG."), 20},      {PF_STR_INIT("npm_"), 36},
        {PF_STR_INIT("pypi-"), 40},
    };
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (has_shape(value, shapes[i].prefix, shapes[i].least))
            return true;
    return (pf_str_contains(value, PF_STR("-----BEGIN ")) &&
            pf_str_contains(value, PF_STR("PRIVATE KEY"))) ||
           is_url_with_password(value);
}

static bool is_one_letter(pf_str value, char letter, size_t least)
{
    for (size_t i = 0; i < value.len; i++)
        if (pf_to_lower(value.data[i]) != letter)
            return false;
    return value.len >= least;
}

bool pf_facts_is_placeholder(pf_str value)
{
    static const pf_str whole[] = {
        PF_STR_INIT("changeme"),    PF_STR_INIT("change-me"),  PF_STR_INIT("change_me"),
        PF_STR_INIT("change me"),   PF_STR_INIT("changethis"), PF_STR_INIT("replaceme"),
        PF_STR_INIT("replace-me"),  PF_STR_INIT("replace_me"), PF_STR_INIT("todo"),
        PF_STR_INIT("fixme"),       PF_STR_INIT("tbd"),        PF_STR_INIT("placeholder"),
        PF_STR_INIT("dummy"),       PF_STR_INIT("secret"),     PF_STR_INIT("password"),
        PF_STR_INIT("insert-here"), PF_STR_INIT("secret_key"),
    };
    static const pf_str starts[] = {
        PF_STR_INIT("your-"),        PF_STR_INIT("your_"),       PF_STR_INIT("your "),
        PF_STR_INIT("todo:"),        PF_STR_INIT("todo "),       PF_STR_INIT("changeme"),
        PF_STR_INIT("change-me"),    PF_STR_INIT("change_me"),   PF_STR_INIT("replace-with"),
        PF_STR_INIT("replace_with"), PF_STR_INIT("insert-your"), PF_STR_INIT("put-your"),
        PF_STR_INIT("enter-your"),
    };
    value = pf_str_trim(value);
    for (size_t i = 0; i < COUNT(whole); i++)
        if (pf_str_eq_nocase(value, whole[i]))
            return true;
    for (size_t i = 0; i < COUNT(starts); i++)
        if (pf_str_starts_nocase(value, starts[i]))
            return true;
    bool in_angles = value.len > 2 && value.data[0] == '<' && value.data[value.len - 1] == '>' &&
                     pf_is_alpha(value.data[1]);
    return in_angles || is_one_letter(value, 'x', 3);
}

enum {
    MIN_LENGTH = 50, /* SECRET_KEY_MIN_LENGTH of django.core.checks.security.base */
    MIN_UNIQUE = 5   /* SECRET_KEY_MIN_UNIQUE_CHARACTERS */
};

static size_t unique_characters(pf_str text)
{
    uint32_t seen[MIN_UNIQUE], code_point;
    size_t count = 0, len;
    while (text.len > 0 && count < MIN_UNIQUE) {
        len = pf_utf8_decode(text, &code_point);
        bool is_new = true;
        for (size_t i = 0; i < count; i++)
            is_new &= seen[i] != code_point;
        if (is_new)
            seen[count++] = code_point;
        text = pf_str_slice(text, len == 0 ? 1 : len, text.len);
    }
    return count;
}

enum pf_key_weakness pf_facts_key_weakness(pf_str key)
{
    if (pf_str_starts(key, PF_STR("django-insecure-")))
        return PF_KEY_INSECURE;
    if (pf_utf8_count(key) < MIN_LENGTH)
        return PF_KEY_SHORT;
    return unique_characters(key) < MIN_UNIQUE ? PF_KEY_MONOTONOUS : PF_KEY_STRONG;
}
