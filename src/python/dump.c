/* ast.dump by the table of fields; recursion is bounded by PF_AST_HEIGHT and the block depth. */
#include "python/dump.h"

#include "python/decode.h"
#include "python/fields.h"
#include "python/repr.h"

#include <string.h>

struct dump {
    struct pf_buffer *out;
    struct pf_python_text text;
    struct {
        uint32_t *items; /* where lines of the text start: CPython ends them at CR, too */
        size_t count, capacity;
    } lines;
    bool oracle;
    unsigned formats; /* JoinedStr and TemplateStr around the node */
};

static void read_lines(struct dump *dump)
{
    pf_str text = dump->text.text;
    *pf_pile_add(dump->out->arena, &dump->lines) = (uint32_t)dump->text.start;
    for (size_t at = 0; at < text.len; at++) {
        if (text.data[at] == '\r' && at + 1 < text.len && text.data[at + 1] == '\n')
            at++;
        if (text.data[at] == '\n' || text.data[at] == '\r')
            *pf_pile_add(dump->out->arena, &dump->lines) = (uint32_t)at + 1;
    }
}

/* Adds the last of a node's fields: `lineno=1, col_offset=0` or, of the end, the same in `end_`. */
static void add_place(struct dump *dump, const char *prefix, size_t source_at)
{
    unsigned line = 0, column = 0;
    if (!dump->oracle || dump->formats == 0) {
        size_t at = pf_python_text_at(&dump->text, source_at), low = 0, high = dump->lines.count;
        while (high - low > 1) {
            size_t middle = low + (high - low) / 2;
            if (dump->lines.items[middle] <= at)
                low = middle;
            else
                high = middle;
        }
        line = (unsigned)low + 1;
        column = (unsigned)(at - dump->lines.items[low]);
    }
    pf_buffer_format(dump->out, "%slineno=%u, %scol_offset=%u", prefix, line, prefix, column);
}

static void add_constant(struct pf_buffer *out, const struct pf_ast *node)
{
    static const pf_str words[] = {
        [PF_AST_NONE] = PF_STR_INIT("None"),
        [PF_AST_FALSE] = PF_STR_INIT("False"),
        [PF_AST_TRUE] = PF_STR_INIT("True"),
        [PF_AST_ELLIPSIS] = PF_STR_INIT("Ellipsis"),
    };
    switch (node->as.constant.type) {
    case PF_AST_NONE:
    case PF_AST_FALSE:
    case PF_AST_TRUE:
    case PF_AST_ELLIPSIS:
        pf_buffer_add(out, words[node->as.constant.type]);
        return;
    case PF_AST_INT:
        pf_buffer_add(out, node->as.constant.text);
        return;
    case PF_AST_FLOAT:
        pf_python_repr_float(out, node->as.constant.real);
        return;
    case PF_AST_COMPLEX:
        pf_python_repr_imaginary(out, node->as.constant.real);
        return;
    case PF_AST_STR:
        pf_python_repr_str(out, node->as.constant.text);
        return;
    case PF_AST_BYTES:
        pf_python_repr_bytes(out, node->as.constant.text);
        return;
    }
}

/* True recursion: nodes hold nodes. */
static void add_node(struct dump *dump, const struct pf_ast *node);

static void add_list(struct dump *dump, const struct pf_ast_list *list)
{
    pf_buffer_add_byte(dump->out, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            pf_buffer_add(dump->out, PF_STR(", "));
        if (list->items[i] == NULL)
            pf_buffer_add(dump->out, PF_STR("None"));
        else
            add_node(dump, list->items[i]);
    }
    pf_buffer_add_byte(dump->out, ']');
}

static void add_names(struct pf_buffer *out, const struct pf_ast_names *names)
{
    pf_buffer_add_byte(out, '[');
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            pf_buffer_add(out, PF_STR(", "));
        pf_python_repr_str(out, names->items[i]);
    }
    pf_buffer_add_byte(out, ']');
}

static void add_operators(struct pf_buffer *out, const struct pf_ast *compare)
{
    pf_buffer_add_byte(out, '[');
    for (size_t i = 0; i < compare->as.compare.comparators.count; i++)
        pf_buffer_format(out, "%s%s()", i > 0 ? ", " : "",
                         pf_ast_operator_name(compare->as.compare.ops[i]));
    pf_buffer_add_byte(out, ']');
}

static bool is_left_out(const struct pf_ast *node, const struct pf_ast_field *field)
{
    const void *at = (const char *)node + field->offset;
    switch (field->type) {
    case PF_AST_FIELD_NODE_OPTIONAL:
        return *(struct pf_ast *const *)at == NULL;
    case PF_AST_FIELD_LIST_IF_ANY:
        return ((const struct pf_ast_list *)at)->count == 0;
    case PF_AST_FIELD_STR_OPTIONAL:
        return ((const pf_str *)at)->len == 0;
    case PF_AST_FIELD_U:
        return !*(const bool *)at;
    case PF_AST_FIELD_MODULE_NAME:
        return !node->as.import.has_module;
    default:
        return false;
    }
}

static void add_value(struct dump *dump, const struct pf_ast *node,
                      const struct pf_ast_field *field)
{
    static const char *const contexts[] = {"Load()", "Store()", "Del()"};
    struct pf_buffer *out = dump->out;
    const void *at = (const char *)node + field->offset;
    switch (field->type) {
    case PF_AST_FIELD_NODE:
    case PF_AST_FIELD_NODE_OPTIONAL:
        add_node(dump, *(struct pf_ast *const *)at);
        return;
    case PF_AST_FIELD_LIST:
    case PF_AST_FIELD_LIST_IF_ANY:
        add_list(dump, at);
        return;
    case PF_AST_FIELD_STR:
    case PF_AST_FIELD_STR_OPTIONAL:
    case PF_AST_FIELD_MODULE_NAME:
        pf_python_repr_str(out, *(const pf_str *)at);
        return;
    case PF_AST_FIELD_NAMES:
        add_names(out, at);
        return;
    case PF_AST_FIELD_INT:
        pf_buffer_format(out, "%d", *(const int *)at);
        return;
    case PF_AST_FIELD_BOOL:
        pf_buffer_add_byte(out, *(const bool *)at ? '1' : '0');
        return;
    case PF_AST_FIELD_OPERATOR:
        pf_buffer_format(out, "%s()", pf_ast_operator_name(*(const enum pf_ast_operator *)at));
        return;
    case PF_AST_FIELD_OPERATORS:
        add_operators(out, node);
        return;
    case PF_AST_FIELD_CONTEXT:
        pf_buffer_add_c(out, contexts[*(const enum pf_ast_context *)at]);
        return;
    case PF_AST_FIELD_CONSTANT:
        add_constant(out, node);
        return;
    case PF_AST_FIELD_U:
        pf_buffer_add(out, PF_STR("'u'"));
        return;
    case PF_AST_FIELD_SINGLETON:
        add_constant(out, *(struct pf_ast *const *)at);
        return;
    }
}

static void add_node(struct dump *dump, const struct pf_ast *node)
{
    const struct pf_ast_shape *shape = pf_ast_shape(node->kind);
    bool is_format = node->kind == PF_AST_JOINED_STR || node->kind == PF_AST_TEMPLATE_STR;
    size_t written = 0;
    pf_buffer_add_c(dump->out, pf_ast_kind_name(node->kind));
    pf_buffer_add_byte(dump->out, '(');
    dump->formats += is_format;
    for (size_t i = 0; i < shape->count; i++) {
        if (is_left_out(node, &shape->fields[i]))
            continue;
        if (written++ > 0)
            pf_buffer_add(dump->out, PF_STR(", "));
        pf_buffer_add_c(dump->out, shape->fields[i].name);
        pf_buffer_add_byte(dump->out, '=');
        add_value(dump, node, &shape->fields[i]);
    }
    dump->formats -= is_format;
    if (shape->has_place) {
        if (written > 0)
            pf_buffer_add(dump->out, PF_STR(", "));
        add_place(dump, "", node->span.at);
        pf_buffer_add(dump->out, PF_STR(", "));
        add_place(dump, "end_", (size_t)node->span.at + node->span.len);
    }
    pf_buffer_add_byte(dump->out, ')');
}

void pf_ast_dump(struct pf_buffer *out, const struct pf_ast *tree, bool oracle)
{
    struct dump dump = {.out = out, .oracle = oracle};
    dump.text = pf_python_decode(out->arena, tree->span.file, NULL);
    read_lines(&dump);
    add_node(&dump, tree);
}
