"""A process of twelve steps in SpiffWorkflow: its core library, BPMN in memory, BPMN stored between the steps.

It judges nothing: each step is taken as soon as it is reached, with its day written into the task's data.
"""

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any

STEPS = (
    "list", "assign-helper", "class", "application", "cv", "verification", "introduction", "opinions", "certify-cv",
    "cell-vote", "decision", "ceremony",
)  # fmt: skip

_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def core() -> Callable[[], int]:
    """Give a function that walks one process of the core library and gives the steps taken."""
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.util.task import TaskState
    from SpiffWorkflow.workflow import Workflow

    spec = WorkflowSpec("admission", addstart=True)
    last = spec.start
    for step in STEPS:
        task = Simple(spec, step)
        last.connect(task)
        last = task

    def walk() -> int:
        workflow, taken = Workflow(spec), 0
        while (task := workflow.get_next_task(state=TaskState.READY)) is not None:
            task.data["on"] = "2025-09-15"
            task.run()
            taken += task.task_spec.name in STEPS
        return taken

    return walk


def bpmn() -> Callable[[], int]:
    """Give a function that walks one BPMN process of user tasks and gives the steps taken."""
    from SpiffWorkflow.bpmn import BpmnWorkflow

    spec = _specification()

    def walk() -> int:
        workflow, taken = BpmnWorkflow(spec), 0
        workflow.do_engine_steps()
        while _step(workflow):
            taken += 1
        return taken

    return walk


def stored() -> Callable[[], int]:
    """Give the same walk with the process read from JSON before each step and written back after it.

    Months lie between the steps of a candidacy, so this is what a step costs an office.
    """
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

    serializer = BpmnWorkflowSerializer()
    begun = BpmnWorkflow(_specification())
    begun.do_engine_steps()
    first = serializer.serialize_json(begun)

    def walk() -> int:
        text, taken = first, 0
        while True:
            workflow = serializer.deserialize_json(text)
            if not _step(workflow):
                return taken
            text = serializer.serialize_json(workflow)
            taken += 1

    return walk


def _step(workflow: Any) -> bool:
    """Take the next user task, and go on to the one after it; False where none is left."""
    from SpiffWorkflow.util.task import TaskState

    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    if task is None:
        return False
    task.data["on"] = "2025-09-15"
    task.run()
    workflow.do_engine_steps()
    return True


def _specification() -> Any:
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(_drawing().encode())))
    return parser.get_spec("admission")


def _drawing() -> str:
    """Draw the process: start, the steps one after the other, end."""
    ids = ["start", *STEPS, "end"]
    flows = "".join(
        f'<sequenceFlow id="flow-{at}" sourceRef="{one}" targetRef="{other}"/>'
        for at, (one, other) in enumerate(pairwise(ids))
    )
    tasks = "".join(
        f'<userTask id="{step}" name="{step}"><incoming>flow-{at}</incoming><outgoing>flow-{at + 1}</outgoing></userTask>'
        for at, step in enumerate(STEPS)
    )
    return (
        f'<definitions xmlns="{_NAMESPACE}" id="drawing" targetNamespace="urn:bench">'
        f'<process id="admission" isExecutable="true"><startEvent id="start"><outgoing>flow-0</outgoing></startEvent>'
        f'{tasks}<endEvent id="end"><incoming>flow-{len(STEPS)}</incoming></endEvent>{flows}</process></definitions>'
    )
