/* The contract of a deployment: for each variable who documents, reads and supplies it. */
#include "model/wiring.h"

#include "base/index.h"
#include "model/readers.h"

#include <stdlib.h>

const char *pf_variable_status_name(enum pf_variable_status status)
{
    static const char *const names[] = {
        [PF_VARIABLE_SUPPLIED] = "supplied", [PF_VARIABLE_DEFAULTED] = "default",
        [PF_VARIABLE_MISSING] = "missing",   [PF_VARIABLE_UNKNOWN] = "unknown",
        [PF_VARIABLE_UNREAD] = "unread",     [PF_VARIABLE_UNUSED] = "unused",
    };
    return names[status];
}

struct contract {
    struct pf_arena *arena;
    struct pf_index index; /* name → 1 + its place in `variables` */
    struct pf_variables variables;
};

static struct pf_variable *variable_named(struct contract *contract, pf_str name)
{
    size_t *at = pf_index_get(&contract->index, name);
    if (at != NULL)
        return &contract->variables.items[*at];
    at = PF_NEW(contract->arena, size_t);
    *at = contract->variables.count;
    pf_index_put(&contract->index, name, at);
    struct pf_variable *variable = pf_pile_add(contract->arena, &contract->variables);
    variable->name = name;
    return variable;
}

static void add_documented(struct contract *contract, const struct pf_docs *docs)
{
    for (size_t i = 0; i < docs->variable_count; i++) {
        const struct pf_docs_variable *documented = &docs->variables[i];
        if (documented->for_development && !documented->for_production)
            continue;
        struct pf_variable *variable = variable_named(contract, documented->name);
        if (variable->documented == NULL ||
            (documented->in_table && !variable->documented->in_table))
            variable->documented = documented;
        if (documented->in_table && documented->required == PF_YES)
            variable->mandated = true;
    }
}

static bool reads_harder(const struct pf_settings_read *a, const struct pf_settings_read *b)
{
    return a->required && !b->required && a->reached >= b->reached;
}

static void add_reads(struct contract *contract, const struct pf_settings *settings)
{
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        struct pf_variable *variable = variable_named(contract, read->name);
        if (variable->read == NULL || reads_harder(read, variable->read))
            variable->read = read;
    }
}

/* What was missed is assumed in `judged`, where its reads then find it. */
static bool is_assumed(const struct pf_deployment *deployment, pf_str name)
{
    for (size_t i = 0; i < deployment->raise_count; i++)
        if (pf_str_eq(deployment->raises[i]->variable, name))
            return true;
    return false;
}

static enum pf_variable_status status_of(const struct pf_variable *variable,
                                         const struct pf_deployment *deployment)
{
    bool settings_known = deployment->judged != NULL;
    if (variable->supplied != NULL)
        return variable->read != NULL || !settings_known ||
                       pf_variable_reader(variable->name).len > 0
                   ? PF_VARIABLE_SUPPLIED
                   : PF_VARIABLE_UNREAD;
    if (deployment->environment_is_open && (variable->read != NULL || variable->mandated))
        return PF_VARIABLE_UNKNOWN;
    if (variable->read != NULL && variable->read->found && !is_assumed(deployment, variable->name))
        return PF_VARIABLE_SUPPLIED; /* a .env file of the image, or os.environ[…] = … */
    if (variable->read != NULL)
        return variable->read->required ? PF_VARIABLE_MISSING : PF_VARIABLE_DEFAULTED;
    return variable->mandated ? PF_VARIABLE_MISSING : PF_VARIABLE_UNUSED;
}

/* By name, for qsort. */
static int compare_names(const void *a, const void *b)
{
    return pf_str_compare(((const struct pf_variable *)a)->name,
                          ((const struct pf_variable *)b)->name);
}

struct pf_variables pf_wiring_contract(struct pf_arena *arena, const struct pf_wiring *wiring,
                                       const struct pf_deployment *deployment)
{
    struct contract contract = {.arena = arena, .index = pf_index_new(arena)};
    for (size_t i = 0; deployment->runs_django != PF_NO && i < wiring->mandated.count; i++)
        variable_named(&contract, wiring->mandated.items[i])->mandated = true;
    add_documented(&contract, wiring->docs);
    add_reads(&contract, deployment->judged);
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            deployment->supplies.items[i].supplier != PF_SUPPLIER_IMAGE &&
            deployment->supplies.items[i].supplier != PF_SUPPLIER_START)
            variable_named(&contract, deployment->supplies.items[i].name);
    for (size_t i = 0; i < contract.variables.count; i++) {
        struct pf_variable *variable = &contract.variables.items[i];
        variable->supplied = pf_supplies_get(&deployment->supplies, variable->name);
        variable->status = status_of(variable, deployment);
    }
    if (contract.variables.count > 1)
        qsort(contract.variables.items, contract.variables.count, sizeof *contract.variables.items,
              compare_names);
    return contract.variables;
}
