/* Image references by Docker's grammar. */
#include "model/image.h"

enum {
    MAX_NAME = 255, /* registry and repository: distribution's limit */
    MAX_TAG = 128,
    SHA256_DIGITS = 64
};

static bool refuse(pf_str *problem, pf_str why)
{
    *problem = why;
    return false;
}

static bool is_lower_hex(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]) && (text.data[i] < 'a' || text.data[i] > 'f'))
            return false;
    return text.len > 0;
}

static bool has_capitals(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] >= 'A' && text.data[i] <= 'Z')
            return true;
    return false;
}

static bool is_lower_alnum(char c)
{
    return pf_is_digit(c) || (c >= 'a' && c <= 'z');
}

/* Letters and digits, with ".", "_", "__" or any number of "-" between them. */
static bool is_component(pf_str text)
{
    size_t at = 0;
    while (at < text.len) {
        size_t from = at;
        while (at < text.len && is_lower_alnum(text.data[at]))
            at++;
        if (at == from)
            return false;
        if (at == text.len)
            return true;
        pf_str rest = pf_str_slice(text, at, text.len);
        if (text.data[at] == '-')
            while (at < text.len && text.data[at] == '-')
                at++;
        else if (pf_str_starts(rest, PF_STR("__")))
            at += 2;
        else if (text.data[at] == '.' || text.data[at] == '_')
            at++;
        else
            return false;
    }
    return false;
}

static bool is_repository(pf_str text)
{
    pf_str part, rest = text;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (!is_component(part))
            return false;
    }
    return true;
}

static bool is_port(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]))
            return false;
    return text.len > 0;
}

/* "ghcr.io", "localhost:5000", "[::1]:5000" */
static bool is_registry(pf_str text)
{
    pf_str host, port, label;
    if (pf_str_starts(text, PF_STR("["))) {
        ptrdiff_t close = pf_str_find_byte(text, ']');
        if (close < 2)
            return false;
        pf_str behind = pf_str_slice(text, (size_t)close + 1, text.len);
        return behind.len == 0 ||
               (behind.data[0] == ':' && is_port(pf_str_slice(behind, 1, behind.len)));
    }
    if (pf_str_cut(text, ':', &host, &port) && !is_port(port))
        return false;
    for (bool more = true; more;) {
        more = pf_str_cut(host, '.', &label, &host);
        if (label.len == 0 || !pf_is_alnum(label.data[0]) ||
            !pf_is_alnum(label.data[label.len - 1]))
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!pf_is_alnum(label.data[i]) && label.data[i] != '-')
                return false;
    }
    return true;
}

static bool is_tag(pf_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (!pf_is_name(c) && (i == 0 || (c != '.' && c != '-')))
            return false;
    }
    return text.len > 0 && text.len <= MAX_TAG;
}

static bool check_digest(pf_str digest, pf_str *problem)
{
    pf_str algorithm, hex;
    if (!pf_str_cut(digest, ':', &algorithm, &hex) || algorithm.len == 0)
        return refuse(problem, PF_STR("a digest is sha256: and 64 hexadecimal digits"));
    bool sha256 = pf_str_eq(algorithm, PF_STR("sha256"));
    if (!is_lower_hex(hex) || (sha256 ? hex.len != SHA256_DIGITS : hex.len < SHA256_DIGITS / 2))
        return refuse(problem, PF_STR("a digest is sha256: and 64 hexadecimal digits"));
    return true;
}

/* The part in front of the first / is a registry only if it looks like a host. */
static void split_registry(pf_str name, pf_str *registry, pf_str *repository)
{
    pf_str first, rest;
    bool several = pf_str_cut(name, '/', &first, &rest);
    bool host = pf_str_find_byte(first, '.') >= 0 || pf_str_find_byte(first, ':') >= 0 ||
                pf_str_eq(first, PF_STR("localhost"));
    *registry = several && host ? first : PF_STR("docker.io");
    *repository = several && host ? rest : name;
}

static bool check_name(pf_str registry, pf_str repository, pf_str *problem)
{
    if (repository.len == 0)
        return refuse(problem, PF_STR("a repository's name is missing"));
    if (has_capitals(repository))
        return refuse(problem, PF_STR("a repository's name is lower case"));
    if (!is_registry(registry))
        return refuse(problem, PF_STR("the registry is no host name"));
    if (!is_repository(repository))
        return refuse(problem, PF_STR("a repository's name holds lower-case letters, digits and "
                                      "single . _ - between them"));
    if (registry.len + 1 + repository.len > MAX_NAME)
        return refuse(problem, PF_STR("a name holds at most 255 characters"));
    return true;
}

bool pf_image_reference_parse(struct pf_arena *arena, pf_str text,
                              struct pf_image_reference *reference, pf_str *problem)
{
    pf_str name, digest, tag = {0}, registry, repository;
    if (text.len == 0)
        return refuse(problem, PF_STR("the reference is empty"));
    if (text.len == SHA256_DIGITS && is_lower_hex(text))
        return refuse(problem, PF_STR("64 hexadecimal digits are an image's id, not its name"));
    bool has_digest = pf_str_cut(text, '@', &name, &digest);
    if (has_digest && !check_digest(digest, problem))
        return false;
    ptrdiff_t colon = pf_str_find_last_byte(name, ':'), slash = pf_str_find_last_byte(name, '/');
    if (colon > slash) {
        tag = pf_str_slice(name, (size_t)colon + 1, name.len);
        name = pf_str_slice(name, 0, (size_t)colon);
        if (!is_tag(tag))
            return refuse(problem, PF_STR("a tag is 1 to 128 letters, digits, _ . -, and begins "
                                          "with none of . -"));
    }
    split_registry(name, &registry, &repository);
    if (!check_name(registry, repository, problem))
        return false;
    bool hub = pf_str_eq(registry, PF_STR("docker.io")) ||
               pf_str_eq(registry, PF_STR("index.docker.io")) ||
               pf_str_eq(registry, PF_STR("registry-1.docker.io"));
    if (hub && pf_str_find_byte(repository, '/') == PF_STR_NONE)
        repository = pf_arena_format(arena, "library/%.*s", PF_ARG(repository));
    *reference = (struct pf_image_reference){.registry = hub ? PF_STR("docker.io") : registry,
                                             .repository = repository,
                                             .tag = tag,
                                             .digest = digest};
    return true;
}
