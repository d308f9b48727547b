/** Metadata and Namespace. Grammar: parse-definitions.ts. */
export const KUBERNETES_META = `
ManagedFieldsEntry: apiVersion:string fieldsType:string fieldsV1:any manager:string operation:string
  subresource:string time:time
OwnerReference: @atomic apiVersion!:string blockOwnerDeletion:bool controller:bool kind!:string name!:string
  uid!:string
ObjectMeta: annotations:{string} creationTimestamp:time deletionGracePeriodSeconds:int64 deletionTimestamp:time
  finalizers:[string#set~] generateName:string generation:int64 labels:{string} managedFields:[ManagedFieldsEntry]
  name:string namespace:string ownerReferences:[OwnerReference#uid~uid] resourceVersion:string selfLink:string
  uid:string
NamespaceSpec: finalizers:[string]
NamespaceCondition: lastTransitionTime:time message:string reason:string status!:string type!:string
NamespaceStatus: conditions:[NamespaceCondition#type~type] phase:string
Namespace: spec:NamespaceSpec status:NamespaceStatus
`;
