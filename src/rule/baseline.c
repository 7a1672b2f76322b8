/* The baseline file: JSON, one entry a line. */
#include "rule/baseline.h"

#include "read/json.h"

#include <stdlib.h>

static bool refuse(struct pf_error *error, const struct pf_source *source, pf_span span,
                   const char *what)
{
    return pf_error_set(error, PF_EXIT_USAGE, "%.*s:%u: %s", PF_ARG(source->path),
                        span.file == NULL ? 1 : pf_span_start(span).line, what);
}

static bool read_entry(const struct pf_node *node, struct pf_baseline_entry *entry)
{
    const struct pf_node *rule = pf_node_get(node, "rule"), *path = pf_node_get(node, "path");
    const struct pf_node *key = pf_node_get(node, "key"), *count = pf_node_get(node, "count");
    if (!pf_node_is(rule, PF_STRING) || !pf_node_is(path, PF_STRING) ||
        !pf_node_is(key, PF_STRING) || !pf_node_is(count, PF_INT) || count->as.integer < 1)
        return false;
    *entry = (struct pf_baseline_entry){
        .rule = rule->text,
        .path = path->text,
        .key = key->text,
        .count = (size_t)count->as.integer,
        .span = node->span,
    };
    return true;
}

bool pf_baseline_read(struct pf_arena *arena, const struct pf_source *source,
                      struct pf_baseline *baseline, struct pf_error *error)
{
    struct pf_faults faults = {0};
    const struct pf_node *root = pf_json_read(arena, source, &faults);
    if (faults.count > 0)
        return pf_error_set(error, PF_EXIT_USAGE, "%.*s:%u: %.*s", PF_ARG(source->path),
                            pf_span_start(faults.items[0].span).line,
                            PF_ARG(faults.items[0].message));
    const struct pf_node *schema = pf_node_get(root, "schema");
    const struct pf_node *findings = pf_node_get(root, "findings");
    if (!pf_str_eq(pf_node_text(schema), PF_STR("1")) || !pf_node_is(findings, PF_SEQ))
        return refuse(error, source, (pf_span){0}, "this is no baseline of schema 1");
    struct pf_baseline read = {0};
    for (size_t i = 0; i < findings->count; i++)
        if (!read_entry(findings->items[i], pf_pile_add(arena, &read)))
            return refuse(error, source, findings->items[i]->span,
                          "an entry of a baseline has rule, path, key and count");
    *baseline = read;
    return true;
}

pf_str pf_finding_key(const struct pf_finding *finding)
{
    return finding->key.len > 0 ? finding->key : finding->message;
}

pf_str pf_finding_path(const struct pf_finding *finding)
{
    return finding->span.file == NULL ? (pf_str){0} : finding->span.file->path;
}

static int compare_entries(const void *a, const void *b)
{
    const struct pf_baseline_entry *left = a, *right = b;
    int order = pf_str_compare(left->path, right->path);
    if (order == 0)
        order = pf_str_compare(left->rule, right->rule);
    return order == 0 ? pf_str_compare(left->key, right->key) : order;
}

static void add_string(struct pf_buffer *buffer, pf_str text)
{
    pf_buffer_add_byte(buffer, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            pf_buffer_add_byte(buffer, '\\');
        if (c < 0x20)
            pf_buffer_format(buffer, "\\u%04x", c);
        else
            pf_buffer_add_byte(buffer, text.data[i]);
    }
    pf_buffer_add_byte(buffer, '"');
}

static void add_entry(struct pf_buffer *buffer, const struct pf_baseline_entry *entry)
{
    pf_buffer_add_c(buffer, "    {\"path\": ");
    add_string(buffer, entry->path);
    pf_buffer_add_c(buffer, ", \"rule\": ");
    add_string(buffer, entry->rule);
    pf_buffer_add_c(buffer, ", \"key\": ");
    add_string(buffer, entry->key);
    pf_buffer_format(buffer, ", \"count\": %zu}", entry->count);
}

/* Sorted; equal ones counted into the first of them. */
static size_t gather(const struct pf_findings *findings, struct pf_baseline_entry *entries)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct pf_finding *finding = findings->items[i];
        if (!finding->suppressed)
            entries[count++] = (struct pf_baseline_entry){.rule = finding->rule->id,
                                                          .path = pf_finding_path(finding),
                                                          .key = pf_finding_key(finding),
                                                          .count = 1};
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare_entries(&entries[kept - 1], &entries[i]) == 0)
            entries[kept - 1].count++;
        else
            entries[kept++] = entries[i];
    }
    return kept;
}

void pf_baseline_write(const struct pf_findings *findings, struct pf_buffer *buffer)
{
    struct pf_baseline_entry *entries =
        PF_NEW_ARRAY(buffer->arena, struct pf_baseline_entry, findings->count);
    size_t count = gather(findings, entries);
    pf_buffer_add_c(buffer, "{\n  \"schema\": 1,\n  \"findings\": [");
    for (size_t i = 0; i < count; i++) {
        pf_buffer_add_c(buffer, i == 0 ? "\n" : ",\n");
        add_entry(buffer, &entries[i]);
    }
    pf_buffer_add_c(buffer, count == 0 ? "]\n}\n" : "\n  ]\n}\n");
}
