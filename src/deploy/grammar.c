/* Grammars as tables of character classes, and a few functions where order matters. */
#include "deploy/grammar.h"

#include "read/git.h"

#include <string.h>

enum {
    LONGEST_URL = 2048, /* bytes; what browsers and proxies take */
    LONGEST_PATH = 4095 /* PATH_MAX without its NUL */
};

static bool all_of(pf_str s, const char *besides_alnum)
{
    for (size_t i = 0; i < s.len; i++)
        if (!pf_is_alnum(s.data[i]) &&
            (s.data[i] == '\0' || strchr(besides_alnum, s.data[i]) == NULL))
            return false;
    return true;
}

static bool all_visible(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] <= ' ' || s.data[i] == 0x7f)
            return false;
    return true;
}

static bool all_hex(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!pf_is_digit(s.data[i]) && (s.data[i] < 'a' || s.data[i] > 'f'))
            return false;
    return true;
}

static bool all_digits(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!pf_is_digit(s.data[i]))
            return false;
    return s.len > 0;
}

static bool is_ecs_name(pf_str s)
{
    return s.len <= 255 && all_of(s, "_-") && s.data[0] != '-';
}

/* arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; region and account may be empty (iam, s3). */
static bool is_arn(pf_str s)
{
    pf_str part, rest = s;
    if (s.len > 2048 || !all_of(s, "-_./:=+@,*#") || !pf_str_cut(rest, ':', &part, &rest) ||
        !pf_str_eq(part, PF_STR("arn")))
        return false;
    if (!pf_str_cut(rest, ':', &part, &rest) || !pf_str_starts(part, PF_STR("aws")) ||
        !pf_str_cut(rest, ':', &part, &rest) || part.len == 0 ||
        !pf_str_cut(rest, ':', &part, &rest) || !all_of(part, "-") ||
        !pf_str_cut(rest, ':', &part, &rest))
        return false;
    return (part.len == 0 || all_digits(part)) && rest.len > 0;
}

static bool is_name_or_arn(pf_str s)
{
    return is_ecs_name(s) || is_arn(s);
}

/* eu-west-3, us-gov-east-1, ap-southeast-2: two letters, words, a number. */
static bool is_region(pf_str s)
{
    ptrdiff_t dash = pf_str_find_last_byte(s, '-');
    if (s.len > 32 || dash < 4 || !all_of(s, "-") ||
        !all_digits(pf_str_slice(s, (size_t)dash + 1, s.len)))
        return false;
    for (size_t i = 0; i < (size_t)dash; i++)
        if (s.data[i] != '-' && (s.data[i] < 'a' || s.data[i] > 'z'))
            return false;
    return s.data[0] != '-' && s.data[dash - 1] != '-';
}

static bool is_port(pf_str s)
{
    int64_t port;
    return all_digits(s) && s.len <= 5 && pf_str_to_int(s, &port) && port > 0 && port < 65536;
}

static bool is_host_name(pf_str s)
{
    if (s.len == 0 || s.len > 253 || !all_of(s, "-."))
        return false;
    for (bool more = true; more;) {
        pf_str label;
        more = pf_str_cut(s, '.', &label, &s);
        if (label.len == 0 || label.len > 63 || label.data[0] == '-' ||
            label.data[label.len - 1] == '-')
            return false;
    }
    return true;
}

static bool is_bracketed(pf_str s)
{
    if (s.len < 4 || s.data[0] != '[' || s.data[s.len - 1] != ']')
        return false;
    pf_str inside = pf_str_slice(s, 1, s.len - 1);
    for (size_t i = 0; i < inside.len; i++)
        if (!all_hex((pf_str){inside.data + i, 1}) && inside.data[i] != ':')
            return false;
    return true;
}

static bool is_host(pf_str s)
{
    pf_str name = s, port;
    ptrdiff_t colon = pf_str_find_last_byte(s, ':');
    ptrdiff_t bracket = pf_str_find_byte(s, ']');
    if (colon > bracket && colon > 0) {
        name = pf_str_slice(s, 0, (size_t)colon);
        port = pf_str_slice(s, (size_t)colon + 1, s.len);
        if (!is_port(port))
            return false;
    }
    return bracket >= 0 ? is_bracketed(name) : is_host_name(name);
}

/* A component of an image's name: lower case, separated by one '.', '_', "__" or dashes. */
static bool is_image_part(pf_str s)
{
    if (s.len == 0 || !all_of(s, "._-") || !pf_is_alnum(s.data[0]) ||
        !pf_is_alnum(s.data[s.len - 1]))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool follows = i > 0 && !pf_is_alnum(s.data[i - 1]) && !pf_is_alnum(s.data[i]);
        bool goes_on = follows && s.data[i] == s.data[i - 1] &&
                       (s.data[i] == '-' || (s.data[i] == '_' && (i < 2 || s.data[i - 2] != '_')));
        if ((s.data[i] >= 'A' && s.data[i] <= 'Z') || (follows && !goes_on))
            return false;
    }
    return true;
}

static bool looks_like_host(pf_str s)
{
    return pf_str_find_byte(s, '.') >= 0 || pf_str_find_byte(s, ':') >= 0 ||
           pf_str_eq(s, PF_STR("localhost"));
}

static bool is_image_name(pf_str s)
{
    pf_str head, tail;
    if (s.len > 255)
        return false;
    if (pf_str_cut(s, '/', &head, &tail) && looks_like_host(head)) {
        if (!is_host(head))
            return false;
        s = tail;
    }
    for (bool more = true; more;) {
        more = pf_str_cut(s, '/', &head, &s);
        if (!is_image_part(head))
            return false;
    }
    return true;
}

static bool is_tag(pf_str s)
{
    return s.len <= 128 && all_of(s, "_.-") && s.data[0] != '.' && s.data[0] != '-';
}

static bool is_digest(pf_str s)
{
    return s.len == 71 && pf_str_starts(s, PF_STR("sha256:")) && all_hex(pf_str_slice(s, 7, 71));
}

static bool is_url(pf_str s)
{
    size_t scheme = pf_str_starts(s, PF_STR("https://"))  ? 8
                    : pf_str_starts(s, PF_STR("http://")) ? 7
                                                          : 0;
    if (scheme == 0 || s.len > LONGEST_URL || !all_visible(s))
        return false;
    size_t end = scheme;
    while (end < s.len && strchr("/?#", s.data[end]) == NULL)
        end++;
    return end > scheme && is_host(pf_str_slice(s, scheme, end)) &&
           pf_str_find_byte(s, '\\') == PF_STR_NONE;
}

static bool is_commit(pf_str s)
{
    return (s.len == 40 || s.len == 64) && all_hex(s);
}

static bool is_branch(pf_str s)
{
    return s.len <= 255 && s.data[0] != '-' && pf_git_is_branch_name(s);
}

static bool is_remote(pf_str s)
{
    return s.len <= 100 && all_of(s, "._-") && pf_is_alnum(s.data[0]);
}

static bool is_repository(pf_str s)
{
    pf_str owner, name;
    return pf_str_cut(s, '/', &owner, &name) && owner.len > 0 && owner.len <= 39 &&
           all_of(owner, "-") && owner.data[0] != '-' && name.len > 0 && name.len <= 100 &&
           all_of(name, "._-") && name.data[0] != '-' && !pf_str_eq(name, PF_STR(".")) &&
           !pf_str_eq(name, PF_STR(".."));
}

static bool is_user(pf_str s)
{
    return s.len <= 255 && all_of(s, "._@+-") && pf_is_alnum(s.data[0]);
}

static bool is_platform(pf_str s)
{
    pf_str part, rest = s;
    int count = 0;
    for (bool more = true; more; count++) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || part.len > 32 || !all_of(part, "_"))
            return false;
    }
    return count == 2 || count == 3;
}

static bool is_any_path(pf_str s)
{
    if (s.len > LONGEST_PATH || s.data[0] == '-')
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] < ' ' || s.data[i] == 0x7f)
            return false;
    return true;
}

static bool is_path(pf_str s)
{
    if (!is_any_path(s) || s.data[0] == '/')
        return false;
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(s, '/', &part, &s);
        if (pf_str_eq(part, PF_STR("..")))
            return false;
    }
    return true;
}

static bool is_variable(pf_str s)
{
    return all_of(s, "_") && !pf_is_digit(s.data[0]);
}

static bool is_milliseconds(pf_str s)
{
    int64_t number;
    return all_digits(s) && s.len <= 6 && pf_str_to_int(s, &number) && number > 0 &&
           number <= 600000;
}

struct grammar {
    bool (*holds)(pf_str s); /* of a string that is not empty */
    const char *text;
};
static const struct grammar grammars[PF_GRAMMAR_COUNT] = {
    [PF_GRAMMAR_ECS_NAME] = {is_ecs_name, "letters, digits, - and _, at most 255"},
    [PF_GRAMMAR_ARN] = {is_arn, "an ARN: arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE"},
    [PF_GRAMMAR_ECS_NAME_OR_ARN] = {is_name_or_arn,
                                    "letters, digits, - and _, at most 255, or an ARN"},
    [PF_GRAMMAR_REGION] = {is_region, "an AWS region such as eu-west-3"},
    [PF_GRAMMAR_IMAGE_NAME] = {is_image_name,
                               "[HOST/]NAMESPACE/NAME in small letters, without a tag"},
    [PF_GRAMMAR_TAG] = {is_tag, "a tag: letters, digits, _ . -, at most 128"},
    [PF_GRAMMAR_DIGEST] = {is_digest, "sha256: and 64 hexadecimal digits"},
    [PF_GRAMMAR_HOST] = {is_host, "HOST or HOST:PORT"},
    [PF_GRAMMAR_URL] = {is_url, "http:// or https://, a host, no user and no spaces"},
    [PF_GRAMMAR_COMMIT] = {is_commit, "40 or 64 hexadecimal digits"},
    [PF_GRAMMAR_BRANCH] = {is_branch, "a branch's name"},
    [PF_GRAMMAR_REMOTE] = {is_remote, "the name of a remote, such as origin"},
    [PF_GRAMMAR_REPOSITORY] = {is_repository, "OWNER/NAME"},
    [PF_GRAMMAR_USER] = {is_user, "letters, digits and . _ @ + -"},
    [PF_GRAMMAR_PLATFORM] = {is_platform, "OS/ARCHITECTURE, such as linux/amd64"},
    [PF_GRAMMAR_PATH] = {is_path, "a path inside the project"},
    [PF_GRAMMAR_ANY_PATH] = {is_any_path, "a path, not starting with -"},
    [PF_GRAMMAR_VARIABLE] = {is_variable, "letters, digits and _, not starting with a digit"},
    [PF_GRAMMAR_MILLISECONDS] = {is_milliseconds, "milliseconds from 1 to 600000"},
};

bool pf_grammar_is(enum pf_grammar grammar, pf_str value)
{
    return value.len > 0 && grammars[grammar].holds(value);
}

const char *pf_grammar_text(enum pf_grammar grammar)
{
    return grammars[grammar].text;
}
