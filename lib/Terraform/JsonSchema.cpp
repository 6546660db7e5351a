#include "Terraform/JsonSchema.h"

namespace postern::tf {
namespace {

using hcl::JsonAttribute;
using hcl::JsonBlock;
using hcl::JsonBodySchema;
using enum hcl::JsonText;

constexpr JsonBodySchema kOpen{{}, {}, Template};
constexpr JsonBodySchema kLiteral{{}, {}, Literal};

// A dynamic block's content may hold dynamic blocks of its own; the table goes round.
extern const JsonBodySchema kContent;
constexpr JsonAttribute kDynamicAttributes[] = {{"iterator", Expression}};
constexpr JsonBlock kDynamicBlocks[] = {{"content", 0, &kContent}};
constexpr JsonBodySchema kDynamic{kDynamicAttributes, kDynamicBlocks};
constexpr JsonBlock kContentBlocks[] = {{"dynamic", 1, &kDynamic}};
constexpr JsonBodySchema kContent{{}, kContentBlocks};

constexpr JsonAttribute kVariableAttributes[] = {
    {"type", Expression}, {"default", Literal}, {"description", Literal}, {"deprecated", Literal}};
constexpr JsonBlock kVariableBlocks[] = {{"validation", 0, &kOpen}};
constexpr JsonBodySchema kVariable{kVariableAttributes, kVariableBlocks};

constexpr JsonAttribute kOutputAttributes[] = {
    {"depends_on", Expression}, {"description", Literal}, {"deprecated", Literal}};
constexpr JsonBlock kOutputBlocks[] = {{"precondition", 0, &kOpen}};
constexpr JsonBodySchema kOutput{kOutputAttributes, kOutputBlocks};

constexpr JsonAttribute kModuleAttributes[] = {
    {"source", Literal}, {"version", Literal}, {"providers", Expression}, {"depends_on", Expression}};
constexpr JsonBodySchema kModule{kModuleAttributes, {}};

constexpr JsonAttribute kLifecycleAttributes[] = {{"ignore_changes", Expression}, {"replace_triggered_by", Expression}};
constexpr JsonBlock kLifecycleBlocks[] = {{"precondition", 0, &kOpen}, {"postcondition", 0, &kOpen}};
constexpr JsonBodySchema kLifecycle{kLifecycleAttributes, kLifecycleBlocks};

constexpr JsonAttribute kProvisionerAttributes[] = {{"when", Expression}, {"on_failure", Expression}};
constexpr JsonBlock kProvisionerBlocks[] = {{"connection", 0, &kOpen}};
constexpr JsonBodySchema kProvisioner{kProvisionerAttributes, kProvisionerBlocks};

constexpr JsonAttribute kResourceAttributes[] = {{"provider", Expression}, {"depends_on", Expression}};
constexpr JsonBlock kResourceBlocks[] = {{"lifecycle", 0, &kLifecycle},
                                         {"provisioner", 1, &kProvisioner},
                                         {"connection", 0, &kOpen},
                                         {"dynamic", 1, &kDynamic}};
constexpr JsonBodySchema kResource{kResourceAttributes, kResourceBlocks};

constexpr JsonAttribute kProviderAttributes[] = {{"alias", Literal}, {"version", Literal}};
constexpr JsonBodySchema kProvider{kProviderAttributes, kContentBlocks};

constexpr JsonBlock kTerraformBlocks[] = {{"required_providers", 0, &kLiteral},
                                          {"backend", 1, &kLiteral},
                                          {"cloud", 0, &kLiteral},
                                          {"provider_meta", 1, &kLiteral},
                                          {"encryption", 0, &kOpen}};
constexpr JsonBodySchema kTerraform{{}, kTerraformBlocks, Literal};

constexpr JsonAttribute kMovedAttributes[] = {{"from", Expression}, {"to", Expression}};
constexpr JsonBlock kRemovedBlocks[] = {{"lifecycle", 0, &kLifecycle}, {"provisioner", 1, &kProvisioner}};
constexpr JsonBodySchema kMoved{kMovedAttributes, kRemovedBlocks};

constexpr JsonAttribute kImportAttributes[] = {{"to", Expression}, {"provider", Expression}};
constexpr JsonBodySchema kImport{kImportAttributes, {}};

constexpr JsonBlock kCheckBlocks[] = {{"data", 2, &kResource}, {"assert", 0, &kOpen}};
constexpr JsonBodySchema kCheck{{}, kCheckBlocks};

constexpr JsonBlock kRootBlocks[] = {
    {"variable", 1, &kVariable},   {"locals", 0, &kOpen},     {"output", 1, &kOutput},      {"module", 1, &kModule},
    {"resource", 2, &kResource},   {"data", 2, &kResource},   {"ephemeral", 2, &kResource}, {"provider", 1, &kProvider},
    {"terraform", 0, &kTerraform}, {"moved", 0, &kMoved},     {"removed", 0, &kMoved},      {"import", 0, &kImport},
    {"check", 1, &kCheck},         {"action", 2, &kResource}, {"language", 0, &kOpen}};
constexpr JsonBodySchema kRoot{{}, kRootBlocks};

} // namespace

const hcl::JsonBodySchema &jsonModuleSchema() {
  return kRoot;
}

} // namespace postern::tf
