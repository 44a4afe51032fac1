-- Health of LabelingWorkforce, LabelingDataset and LabelingJob. All three follow kstatus: Ready is
-- present as soon as the operator has processed the object; Reconciling and Stalled only while they are True.
local hs = {status = "Progressing", message = "Waiting for the operator to process this object."}
local status = obj.status

if status == nil or status.conditions == nil or
    status.observedGeneration ~= obj.metadata.generation then
  return hs
end

local conditions = {}
for _, condition in ipairs(status.conditions) do
  if condition.status == "True" or condition.type == "Ready" then
    conditions[condition.type] = condition
  end
end

local ready = conditions.Ready
local reconciling = conditions.Reconciling
local stalled = conditions.Stalled

if stalled ~= nil then
  hs.status = "Degraded"
  hs.message = stalled.reason .. ": " .. stalled.message
elseif reconciling ~= nil then
  -- Paused or on hold: nothing changes until a user changes it.
  if reconciling.reason == "Held" or reconciling.reason == "Paused" then
    hs.status = "Suspended"
  end
  hs.message = reconciling.reason .. ": " .. reconciling.message
elseif ready ~= nil and ready.status == "True" then
  hs.status = "Healthy"
  hs.message = ready.reason .. ": " .. ready.message
end

return hs
