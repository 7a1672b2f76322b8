/* The JSON reader against jansson: what one takes, the other takes, and reads alike. */
#include "document.h"

#include "read/json.h"

#include <jansson.h>
#include <string.h>

Suite *json_jansson_suite(void);

static bool equal(const struct pf_node *ours, const json_t *theirs);

static bool equal_seqs(const struct pf_node *ours, const json_t *theirs)
{
    if (ours->kind != PF_SEQ || ours->count != json_array_size(theirs))
        return false;
    for (size_t i = 0; i < ours->count; i++)
        if (!equal(ours->items[i], json_array_get(theirs, i)))
            return false;
    return true;
}

/* jansson keeps the last of equal keys. */
static const struct pf_node *last_of_key(const struct pf_node *map, pf_str key)
{
    for (size_t i = map->count; i-- > 0;)
        if (pf_str_eq(map->items[i]->key->text, key))
            return map->items[i];
    return NULL;
}

static bool equal_maps(const struct pf_node *ours, const json_t *theirs)
{
    if (ours->kind != PF_MAP)
        return false;
    size_t distinct = 0;
    for (size_t i = 0; i < ours->count; i++)
        distinct += last_of_key(ours, ours->items[i]->key->text) == ours->items[i];
    if (distinct != json_object_size(theirs))
        return false;
    for (void *at = json_object_iter((json_t *)(uintptr_t)theirs); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)theirs, at)) {
        const struct pf_node *value = last_of_key(ours, pf_str_c(json_object_iter_key(at)));
        if (value == NULL || !equal(value, json_object_iter_value(at)))
            return false;
    }
    return true;
}

static bool equal(const struct pf_node *ours, const json_t *theirs)
{
    double real;
    switch (json_typeof(theirs)) {
    case JSON_OBJECT:
        return equal_maps(ours, theirs);
    case JSON_ARRAY:
        return equal_seqs(ours, theirs);
    case JSON_STRING:
        return ours->kind == PF_STRING &&
               pf_str_eq(ours->text,
                         (pf_str){json_string_value(theirs), json_string_length(theirs)});
    case JSON_INTEGER:
        return ours->kind == PF_INT && ours->as.integer == json_integer_value(theirs);
    case JSON_REAL:
        real = json_real_value(theirs);
        return ours->kind == PF_REAL && memcmp(&ours->as.real, &real, sizeof real) == 0;
    case JSON_NULL:
        return ours->kind == PF_NULL;
    default:
        return ours->kind == PF_BOOL && ours->as.boolean == json_is_true(theirs);
    }
}

/* jansson takes a NUL behind a number at the top for its end, and has no limit of depth below 2048.
 */
static bool may_be_refused(pf_str bytes, const struct document *ours)
{
    return pf_str_find_byte(bytes, '\0') != PF_STR_NONE ||
           pf_faults_has(&ours->faults, PF_FAULT_LIMIT);
}

static bool is_taken(const struct document *ours)
{
    for (size_t i = 0; i < ours->faults.count; i++)
        if (ours->faults.items[i].kind != PF_FAULT_DUPLICATE_KEY)
            return false;
    return true;
}

/* Whether both take it. */
static bool compare(pf_str bytes)
{
    struct document ours = document_read(pf_json_read, bytes);
    json_error_t error;
    json_t *theirs = json_loadb(bytes.data, bytes.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    bool has_nul_key = theirs == NULL && json_error_code(&error) == json_error_null_byte_in_key;
    if (theirs == NULL && !has_nul_key)
        ck_assert_msg(!is_taken(&ours), "only we take '%.*s': %s", PF_ARG(bytes), error.text);
    if (theirs != NULL && !is_taken(&ours))
        ck_assert_msg(may_be_refused(bytes, &ours), "only jansson takes '%.*s': %.*s",
                      PF_ARG(bytes), PF_ARG(ours.faults.items[0].message));
    bool both = theirs != NULL && is_taken(&ours);
    if (both)
        ck_assert_msg(equal(ours.root, theirs), "read differently: '%.*s'", PF_ARG(bytes));
    json_decref(theirs);
    document_free(&ours);
    return both;
}

static const char *const seeds[] = {
    ("{\"family\": \"shop\", \"cpu\": \"256\", \"containerDefinitions\": [{\"name\": \"web\", "
     "\"portMappings\": [{\"containerPort\": 8000}], \"essential\": true, \"environment\": []}]}"),
    "[0, -0, 1.5, 1e3, -2E-2, 9223372036854775807, 1e308, 0.1, 12345678901234567890]",
    "[\"\", \"a\\nb\", \"\\u00e9\\ud83d\\ude00\", \"\xc3\xa9\xf0\x9f\x98\x80\", \"\\\"\\\\\\/\"]",
    "{\"a\": null, \"b\": [true, false, [], {}, [[1]]], \"a\": {\"c\": \"\\u0000\"}}",
    " \t\r\n[ 1 , { \"x\" : 2 } ]\n",
    "\"only a string\"",
    "-12.5e+3",
};

static const char *const pieces[] = {
    "\"", "\\",   ",",   ":",    "[",    "]",        "{",    "}",    "0",       "-",   ".",
    "e",  "1",    "\n",  " ",    "true", "null",     "\\u",  "d800", "\\ud83d", "'",   "/",
    "//", "/**/", "NaN", "\x01", "\x7f", "\xc3\xa9", "\xff", "\t",   "+",       "\\n", "\"a\":",
};

struct generator {
    uint32_t state;
    char bytes[2048];
    size_t len;
};

static size_t pick(struct generator *generator, size_t below)
{
    generator->state = generator->state * 1664525u + 1013904223u;
    return (size_t)(generator->state >> 8) % below;
}

static void insert(struct generator *generator, size_t at, const char *piece, size_t len)
{
    if (generator->len + len > sizeof generator->bytes)
        return;
    memmove(generator->bytes + at + len, generator->bytes + at, generator->len - at);
    memcpy(generator->bytes + at, piece, len);
    generator->len += len;
}

static void mutate(struct generator *generator)
{
    size_t at = pick(generator, generator->len + 1), left = generator->len - at;
    const char *piece = pieces[pick(generator, sizeof pieces / sizeof *pieces)];
    switch (pick(generator, 3)) {
    case 0:
        insert(generator, at, piece, strlen(piece));
        break;
    case 1:
        if (left > 0) {
            size_t gone = 1 + pick(generator, left < 4 ? left : 4);
            memmove(generator->bytes + at, generator->bytes + at + gone, left - gone);
            generator->len -= gone;
        }
        break;
    default:
        if (left > 0)
            generator->bytes[at] = piece[0];
    }
}

START_TEST(what_jansson_reads_we_read_alike_and_what_it_refuses_we_fault)
{
    struct generator generator = {.state = 20240229};
    size_t taken = 0;
    for (int i = 0; i < 20000; i++) {
        generator.len = 0;
        const char *seed = seeds[pick(&generator, sizeof seeds / sizeof *seeds)];
        insert(&generator, 0, seed, strlen(seed));
        for (size_t changes = pick(&generator, 4); changes > 0; changes--)
            mutate(&generator);
        taken += compare((pf_str){generator.bytes, generator.len});
    }
    ck_assert_uint_gt(taken, 2000);
}
END_TEST

Suite *json_jansson_suite(void)
{
    const TTest *const tests[] = {
        what_jansson_reads_we_read_alike_and_what_it_refuses_we_fault,
        NULL,
    };
    return pf_suite("json_jansson", tests);
}
