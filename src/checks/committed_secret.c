/* Keys of known providers, and .env files with secrets, among what git keeps. */
#include "checks/flow.h"

#include "model/repository.h"

#include <assert.h>

/* Several prefixes, found in one pass of two bytes a step: bit 2n + k stands for the two bytes of
 * prefix n from its byte k on. */
struct prefixes {
    uint64_t first[256], second[256];
};

struct tracked {
    struct pf_check_context *context;
    const struct prefixes *prefixes;
    struct pf_strs paths;
    bool is_known; /* there is an index: only its paths are committed */
};

/* The index is in byte order. */
static bool is_tracked(const struct tracked *tracked, pf_str path)
{
    size_t low = 0, high = tracked->paths.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = pf_str_compare(tracked->paths.items[middle], path);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ---- keys ---- */

enum alphabet { BASE62, BASE64_URL, HEXADECIMAL, UPPER_BASE32 };

struct key_shape {
    const char *provider;
    pf_str prefix;
    enum alphabet alphabet;
    size_t least, most; /* of what follows the prefix */
    bool has_checksum;  /* its last six digits are the CRC-32 of the thirty before */
};

/* As their issuers document them. */
static const struct key_shape shapes[] = {
    {"GitHub token", PF_STR_INIT("ghp_"), BASE62, 36, 36, true},
    {"GitHub token", PF_STR_INIT("gho_"), BASE62, 36, 36, true},
    {"GitHub token", PF_STR_INIT("ghs_"), BASE62, 36, 36, true},
    {"GitHub token", PF_STR_INIT("github_pat_"), BASE64_URL, 82, 82, false},
    {"npm token", PF_STR_INIT("npm_"), BASE62, 36, 36, true},
    {"GitLab token", PF_STR_INIT("glpat-"), BASE64_URL, 20, 20, false},
    {"Docker Hub token", PF_STR_INIT("dckr_pat_"), BASE64_URL, 27, 27, false},
    {"PyPI token", PF_STR_INIT("pypi-AgEIcHlwaS5vcmc"), BASE64_URL, 50, 500, false},
    {"Stripe key", PF_STR_INIT("sk_live_"), BASE62, 24, 110, false},
    {"Stripe key", PF_STR_INIT("rk_live_"), BASE62, 24, 110, false},
    {"Slack token", PF_STR_INIT("xoxb-"), BASE64_URL, 40, 80, false},
    {"Slack token", PF_STR_INIT("xoxp-"), BASE64_URL, 60, 90, false},
    {"SendGrid key", PF_STR_INIT("SG."), BASE64_URL, 66, 66, false},
    {"DigitalOcean token", PF_STR_INIT("dop_v1_"), HEXADECIMAL, 64, 64, false},
    {"Sentry token", PF_STR_INIT("sntrys_"), BASE64_URL, 60, 300, false},
};

static const struct key_shape aws_id = {"AWS key", PF_STR_INIT("AKIA"), UPPER_BASE32, 16, 16,
                                        false};
static const pf_str private_key = PF_STR_INIT("-----BEGIN ");

static bool is_of(enum alphabet alphabet, char c)
{
    bool is_upper = c >= 'A' && c <= 'Z';
    switch (alphabet) {
    case BASE62:
        return pf_is_alnum(c);
    case BASE64_URL:
        return pf_is_alnum(c) || c == '-' || c == '_' || c == '.';
    case HEXADECIMAL:
        return pf_is_digit(c) || (c >= 'a' && c <= 'f');
    case UPPER_BASE32:
        return is_upper || (c >= '2' && c <= '7');
    }
    return false;
}

static uint32_t crc32_of(pf_str text)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < text.len; i++) {
        crc ^= (unsigned char)text.data[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static bool checksum_fits(pf_str body)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    uint32_t crc = crc32_of(pf_str_slice(body, 0, body.len - 6));
    for (size_t i = 0; i < 6; i++) {
        if (body.data[body.len - 1 - i] != digits[crc % 62])
            return false;
        crc /= 62;
    }
    return true;
}

/* Made by chance, not typed: many different characters, letters and digits, none in long runs. */
static bool looks_random(pf_str text)
{
    size_t different = 0, digits = 0, run = 0;
    bool seen[256] = {false};
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        different += !seen[c];
        seen[c] = true;
        digits += pf_is_digit(text.data[i]);
        run = i > 0 && text.data[i] == text.data[i - 1] ? run + 1 : 0;
        if (run >= 4)
            return false;
    }
    return digits > 0 && different >= (text.len < 40 ? text.len * 2 / 5 : 14);
}

static bool speaks_of_example(pf_str text)
{
    static const char *const words[] = {"EXAMPLE", "example", "xxxx", "XXXX", "1234567890",
                                        "abcdef",  "ABCDEF",  "fake", "FAKE", "dummy"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(text, pf_str_c(words[i])))
            return true;
    return false;
}

/* The key that starts at `at`; empty when it is none. */
static pf_str key_at(pf_str bytes, size_t at, const struct key_shape *shape)
{
    size_t end = at + shape->prefix.len;
    while (end < bytes.len && is_of(shape->alphabet, bytes.data[end]))
        end++;
    pf_str key = pf_str_slice(bytes, at, end);
    pf_str body = pf_str_slice(key, shape->prefix.len, key.len);
    bool is_inside_word = at > 0 && (pf_is_name(bytes.data[at - 1]) || bytes.data[at - 1] == '-');
    bool goes_on = end < bytes.len && pf_is_name(bytes.data[end]);
    if (is_inside_word || goes_on || body.len < shape->least || body.len > shape->most ||
        speaks_of_example(key))
        return PF_STR("");
    bool is_live = shape->has_checksum ? checksum_fits(body) : looks_random(body);
    return is_live ? key : PF_STR("");
}

static void report(const struct tracked *tracked, const struct pf_source *source,
                   const char *message, const char *provider, pf_str key)
{
    size_t at = (size_t)(key.data - source->bytes.data);
    pf_span span = pf_span_of(source, at, key.len);
    struct pf_report *report = pf_check_report(tracked->context, message, span);
    pf_report_argument(report, "provider", pf_str_c(provider));
    pf_report_redact_text(report, span, key);
    pf_report_key(report, "%s", provider);
}

static void search_keys(const struct tracked *tracked, const struct pf_source *source)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        pf_str rest = source->bytes;
        ptrdiff_t found;
        while ((found = pf_str_find(rest, shapes[i].prefix)) != PF_STR_NONE) {
            size_t at = source->bytes.len - rest.len + (size_t)found;
            pf_str key = key_at(source->bytes, at, &shapes[i]);
            if (key.len > 0) {
                report(tracked, source, "key", shapes[i].provider, key);
                break;
            }
            rest = pf_str_slice(source->bytes, at + 1, source->bytes.len);
        }
    }
}

/* ---- AWS: an id and its secret ---- */

/* The id alone opens nothing; with 40 random characters near it, it does. */
static void search_aws(const struct tracked *tracked, const struct pf_source *source)
{
    ptrdiff_t found = pf_str_find(source->bytes, aws_id.prefix);
    if (found == PF_STR_NONE || key_at(source->bytes, (size_t)found, &aws_id).len == 0)
        return;
    enum { NEAR = 400 /* bytes: the lines around it */, SECRET = 40 };
    size_t from = (size_t)found > NEAR ? (size_t)found - NEAR : 0;
    pf_str around = pf_str_slice(source->bytes, from, (size_t)found + NEAR);
    for (size_t at = 0, end; at < around.len; at = end + 1) {
        end = at;
        while (end < around.len && (pf_is_alnum(around.data[end]) || around.data[end] == '+' ||
                                    around.data[end] == '/'))
            end++;
        pf_str word = pf_str_slice(around, at, end);
        if (word.len == SECRET && looks_random(word) && !speaks_of_example(word)) {
            report(tracked, source, "key", aws_id.provider, word);
            return;
        }
    }
}

/* ---- private keys ---- */

static void search_private_key(const struct tracked *tracked, const struct pf_source *source)
{
    pf_str bytes = source->bytes, end = PF_STR("PRIVATE KEY-----");
    ptrdiff_t begin = pf_str_find(bytes, private_key);
    if (begin == PF_STR_NONE)
        return;
    pf_str rest = pf_str_slice(bytes, (size_t)begin, bytes.len), line, first;
    if (!pf_str_next_line(&rest, &line) || !pf_str_ends(pf_str_trim(line), end) ||
        pf_str_contains(line, PF_STR("ENCRYPTED")) || pf_str_contains(line, PF_STR("PGP")))
        return;
    /* A body of base64, and not the dots of a manual. */
    bool has_body = pf_str_next_line(&rest, &first) && pf_str_trim(first).len >= 40 &&
                    looks_random(pf_str_trim(first)) && pf_str_contains(rest, PF_STR("-----END "));
    if (has_body)
        report(tracked, source, "private", "private key",
               pf_str_slice(bytes, (size_t)begin, (size_t)begin + line.len));
}

/* ---- .env files ---- */

/* Not .env.example, sample.env, .env.test and the like: those are made to be committed. */
static bool is_template(pf_str path)
{
    static const char *const words[] = {"example", "sample", "template", "dist",
                                        "default", "test",   "ci",       "dev",
                                        "local",   "docker", "demo",     "tmpl"};
    pf_str base = pf_path_base(path);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(base, pf_str_c(words[i])))
            return true;
    return false;
}

static bool is_for_tests(pf_str path)
{
    static const char *const words[] = {"test",   "fixture", "example", "sample", "mock",
                                        "vendor", "spec/",   "docs/",   "demo"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(path, pf_str_c(words[i])))
            return true;
    return false;
}

static bool is_real_secret(pf_str name, pf_str value)
{
    return pf_facts_is_secret_name(name) && value.len >= 12 && !pf_facts_is_placeholder(value) &&
           looks_random(value) && !speaks_of_example(value) &&
           pf_str_find_byte(value, '$') == PF_STR_NONE &&
           pf_str_find(value, PF_STR("insecure")) == PF_STR_NONE;
}

/* The first value of the file that is a secret; reported where it stands. */
static void search_dotenv(const struct tracked *tracked, const struct pf_project_file *file,
                          const struct pf_source *source)
{
    if (!tracked->is_known || file->type != PF_CLASS_DOTENV || is_template(file->path))
        return;
    pf_str rest = source->bytes, line, name, value;
    while (pf_str_next_line(&rest, &line)) {
        line = pf_str_trim(line);
        if (pf_str_starts(line, PF_STR("#")) || !pf_str_cut(line, '=', &name, &value))
            continue;
        value = pf_str_trim(value);
        bool is_quoted = value.len >= 2 && (value.data[0] == '"' || value.data[0] == '\'');
        value = is_quoted ? pf_str_slice(value, 1, value.len - 1) : value;
        if (!is_real_secret(pf_str_trim(name), value))
            continue;
        size_t at = (size_t)(value.data - source->bytes.data);
        pf_span span = pf_span_of(source, at, value.len);
        struct pf_report *report = pf_check_report(tracked->context, "dotenv", span);
        pf_report_argument(report, "file", file->path);
        pf_report_argument(report, "variable", pf_str_trim(name));
        pf_report_redact_text(report, span, value);
        pf_report_key(report, "%.*s", PF_ARG(pf_str_trim(name)));
        return;
    }
}

/* Task definitions and Dockerfiles have rules of their own for what stands in them. */
static bool has_own_rules(enum pf_file_class type)
{
    return type == PF_CLASS_TASKDEF || type == PF_CLASS_DOCKERFILE;
}

enum { KEY_SHAPES = sizeof shapes / sizeof *shapes, PREFIXES = KEY_SHAPES + 2 };
static_assert(2 * PREFIXES <= 64, "a bit for each of two places of a prefix");

static pf_str prefix_of(size_t n)
{
    return n < KEY_SHAPES ? shapes[n].prefix : n == KEY_SHAPES ? aws_id.prefix : private_key;
}

static void fill_prefixes(struct prefixes *prefixes)
{
    for (size_t n = 0; n < PREFIXES; n++)
        for (size_t k = 0; k < 2; k++) {
            pf_str prefix = prefix_of(n);
            prefixes->first[(unsigned char)prefix.data[k]] |= UINT64_C(1) << (2 * n + k);
            prefixes->second[(unsigned char)prefix.data[k + 1]] |= UINT64_C(1) << (2 * n + k);
        }
}

static bool may_hold_key(const struct prefixes *prefixes, pf_str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        uint64_t hits = prefixes->first[at[i]] & prefixes->second[at[i + 1]];
        for (; hits != 0; hits &= hits - 1) {
            size_t bit = (size_t)__builtin_ctzll(hits), k = bit & 1;
            if (i >= k && pf_str_starts(pf_str_slice(bytes, i - k, bytes.len), prefix_of(bit / 2)))
                return true;
        }
    }
    return false;
}

/* Most files hold nothing that looks like a key: their bytes are given back at once. */
static bool is_worth_reading(const struct tracked *tracked, const struct pf_project_file *file)
{
    struct pf_project *project = pf_facts_wiring(tracked->context)->project;
    struct pf_arena *scratch = pf_arena_new(NULL);
    const struct pf_source *source = pf_project_text(scratch, project, file);
    bool is_worth = source != NULL && (file->type == PF_CLASS_DOTENV ||
                                       may_hold_key(tracked->prefixes, source->bytes));
    pf_arena_free(scratch);
    return is_worth;
}

static void judge_file(const struct tracked *tracked, const struct pf_project_file *file)
{
    struct pf_check_context *context = tracked->context;
    bool is_kept = tracked->is_known ? is_tracked(tracked, file->path) : !file->tracked_out;
    /* What was read for others is looked through sooner than its path. */
    if (!is_kept || has_own_rules(file->type) || (!file->loaded && is_for_tests(file->path)) ||
        !is_worth_reading(tracked, file) || is_for_tests(file->path))
        return;
    const struct pf_source *source =
        pf_project_text(context->kept, pf_facts_wiring(context)->project, file);
    if (source == NULL)
        return;
    search_dotenv(tracked, file, source);
    search_keys(tracked, source);
    search_aws(tracked, source);
    search_private_key(tracked, source);
}

void pf_check_committed_secret(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL)
        return;
    struct prefixes prefixes = {0};
    fill_prefixes(&prefixes);
    struct tracked tracked = {.context = context, .prefixes = &prefixes};
    tracked.is_known = pf_repository_tracked(context->arena, wiring->project, &tracked.paths);
    for (size_t i = 0; i < wiring->project->files.count; i++)
        judge_file(&tracked, wiring->project->files.items[i]);
}
